package io.istiodoctor.rule;

import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Rules, each name once, ordered by family and name. */
public record RuleSet(List<Rule> rules) {
    public RuleSet {
        List<Rule> sorted = new ArrayList<>(rules);
        sorted.sort(RuleSet::compare);
        rules = List.copyOf(sorted);
    }

    private static int compare(Rule a, Rule b) {
        int families = a.family().compareTo(b.family());
        return families != 0 ? families : a.name().compareTo(b.name());
    }

    /**
     * Reads every rule below some folders: files that end in .yaml or .yml, but not in .test.yaml.
     *
     * @throws UserError when a folder or file cannot be read, a rule has a mistake, or a name occurs twice
     */
    public static RuleSet load(List<Path> folders) {
        return load(List.of(), folders);
    }

    /**
     * Rules that are there already, and every rule below some folders.
     *
     * @throws UserError as above
     */
    public static RuleSet load(List<Rule> known, List<Path> folders) {
        if (folders.isEmpty()) {
            return new RuleSet(known);
        }
        List<Rule> rules = new ArrayList<>(known);
        Map<String, Rule> byName = new HashMap<>();
        known.forEach(r -> byName.put(r.name(), r));
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                Rule rule = RuleReader.read(file);
                Rule other = byName.putIfAbsent(rule.name(), rule);
                if (other != null) {
                    throw new UserError(UserError.BAD_INPUT, file + ": rule " + rule.name() + " is already defined in "
                            + other.file() + "; give it another name");
                }
                rules.add(rule);
            }
        }
        return new RuleSet(rules);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(UserError.BAD_INPUT, folder + ": no such folder of rules");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).filter(RuleSet::isRule).sorted().toList();
        } catch (UncheckedIOException e) {
            throw unreadable(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static UserError unreadable(Path folder, IOException e) {
        return new UserError(UserError.BAD_INPUT, folder + ": cannot be read: " + e.getMessage(), e);
    }

    private static boolean isRule(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.matches(".*\\.test\\.ya?ml");
    }

    /** The rules that answer to a name or alias; a peer's code may mean several. */
    public List<Rule> named(String nameOrAlias) {
        return rules.stream().filter(r -> r.answersTo(nameOrAlias)).toList();
    }

    /** Those rules that run unasked: all but previews. */
    public RuleSet unasked() {
        List<Rule> unasked = rules.stream().filter(r -> r.status() != Status.PREVIEW).toList();
        return unasked.size() == rules.size() ? this : new RuleSet(unasked);
    }
}
