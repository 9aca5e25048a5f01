package io.istiodoctor.fix;

import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What commands of kubectl change, as a diff of the manifests that were read: labels, annotations and fields of
 * objects, and objects that are made, copied, moved or deleted.
 */
public final class CommandDiff {
    /** One command of several: what is applied, or passed on to another command, is a part of it. Lines that tell something to a reader are none. */
    private static final Pattern COMMAND = Pattern.compile("(?s)[^\n]*<<'?EOF'?\n.*?\nEOF|(?:\\\\\n|[^\n']|'[^']*')+");

    private final Resource beside;
    private final Function<String, List<Resource>> named;
    private final Predicate<Resource> open;

    private CommandDiff(Resource beside, Function<String, List<Resource>> named, Predicate<Resource> open) {
        this.beside = beside;
        this.named = named;
        this.open = open;
    }

    /**
     * The diff; empty when a command does something that no manifest shows, or changes what was not read from a file.
     *
     * @param beside an object that was read from a file of the folder in which new objects belong
     * @param named the objects of a name
     * @param open whether an object may be shown changed
     */
    public static Optional<String> of(String commands, Resource beside, Function<String, List<Resource>> named, Predicate<Resource> open) {
        if (!(beside.origin() instanceof Origin.File)) {
            return Optional.empty();
        }
        CommandDiff diff = new CommandDiff(beside, named, open);
        return diff.one(commands).or(() -> diff.all(commands));
    }

    private Optional<String> all(String commands) {
        List<String> each = COMMAND.matcher(commands).results().map(MatchResult::group).filter(c -> !c.isBlank() && !c.startsWith("#"))
                .toList();
        List<String> diffs = new ArrayList<>();
        for (String command : each.size() < 2 ? List.<String>of() : each) {
            Optional<String> diff = one(command.strip());
            if (diff.isEmpty()) {
                return Optional.empty();
            }
            diffs.add(diff.get());
        }
        return JoinedDiff.of(diffs);
    }

    private Optional<String> one(String command) {
        return NewManifest.diff(command, beside)
                .or(() -> LabelCommand.target(command).flatMap(this::only).flatMap(o -> LabelCommand.diff(command, o)))
                .or(() -> PatchCommand.target(command).flatMap(this::only).flatMap(o -> PatchCommand.diff(command, o)))
                .or(() -> CopyCommand.target(command).flatMap(this::only).flatMap(o -> CopyCommand.diff(command, o)))
                .or(() -> DeleteCommand.target(command).flatMap(this::only).flatMap(DeleteCommand::diff));
    }

    private Optional<Resource> only(NamedObject target) {
        List<Resource> found = named.apply(target.name()).stream().filter(r -> target.is(r.ref())).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()).filter(open) : Optional.empty();
    }
}
