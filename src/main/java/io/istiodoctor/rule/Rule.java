package io.istiodoctor.rule;

import io.istiodoctor.model.Severity;
import io.istiodoctor.vocabulary.SubjectType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One kind of mistake, as its file describes it.
 *
 * @param name kebab-case; the file's name
 * @param family the folder's name
 * @param title what is wrong, in at most 70 characters without a full stop
 * @param severities the first case that holds tells the severity; the last has no condition
 * @param aliases codes of peers and former names
 * @param since the release that brought it
 * @param subject what it is asked of
 * @param needs what must have been read for an answer: resource names, or "workloads", "policies" or "configuration" for several kinds
 * @param when the mistake
 * @param certainty how sure that is, an expression for a certainty: certain, inferred (one step milder) or unknown (not checked)
 * @param unknown why a subject cannot be judged: an expression for a reason, empty when it can
 * @param telling what it says of a mistake; made when somebody asks for it, as most rules find none
 * @param file where it was read
 */
public record Rule(String name, String family, String title, List<Case<Severity>> severities, List<String> aliases,
        String since, Status status, SubjectType subject, List<String> needs, Expression when, Optional<Expression> certainty,
        Optional<Expression> unknown, Supplier<Telling> telling, String file) {
    public Rule {
        severities = List.copyOf(severities);
        aliases = List.copyOf(aliases);
        needs = List.copyOf(needs);
    }

    /** Path of the offending field from the subject's own path. */
    public Template at() {
        return telling.get().at();
    }

    /** What is said of a mistake: the first case that holds. */
    public List<Case<Template>> message() {
        return telling.get().message();
    }

    /** What becomes of it. */
    public String why() {
        return telling.get().why();
    }

    /** What the rule does not see; empty in a rule of which the building of the tool made a class. */
    public String limits() {
        return telling.get().limits();
    }

    /** What mends it. */
    public List<FixTemplate> fixes() {
        return telling.get().fixes();
    }

    /** What else is shown. */
    public List<RelatedTemplate> related() {
        return telling.get().related();
    }

    /** Where to read on. */
    public List<String> references() {
        return telling.get().references();
    }

    /** The gravest severity that a finding of the rule can have. */
    public Severity severity() {
        return severities.stream().map(Case::value).max(Severity::compareTo).orElseThrow();
    }

    /** Whether this is a name of the rule: its own or an alias, letter case aside. */
    public boolean answersTo(String nameOrAlias) {
        return name.equalsIgnoreCase(nameOrAlias) || aliases.stream().anyMatch(nameOrAlias::equalsIgnoreCase);
    }

    /** Every expression in it. */
    public Stream<Expression> expressions() {
        Stream<Expression> conditions = Stream
                .of(Stream.of(when), certainty.stream(), unknown.stream(), severities.stream().flatMap(c -> c.when().stream()),
                        message().stream().flatMap(c -> c.when().stream()), fixes().stream().flatMap(f -> f.when().stream()),
                        fixes().stream().flatMap(f -> f.patches().stream()).flatMap(p -> p.object().stream()),
                        related().stream().map(RelatedTemplate::objects))
                .flatMap(s -> s);
        Stream<Template> texts = Stream
                .of(Stream.of(at()), message().stream().map(Case::value), related().stream().map(RelatedTemplate::message),
                        fixes().stream().flatMap(f -> Stream.concat(Stream.of(f.title()), f.command().stream())),
                        fixes().stream().flatMap(f -> f.patches().stream())
                                .flatMap(p -> Stream.concat(Stream.of(p.at()), p.value().stream())))
                .flatMap(s -> s);
        return Stream.concat(conditions, texts.flatMap(Template::expressions));
    }
}
