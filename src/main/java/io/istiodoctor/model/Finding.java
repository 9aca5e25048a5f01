package io.istiodoctor.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One mistake in one object.
 *
 * @param rule the rule's name
 * @param aliases codes of peers that mean the same (IST0162, KIA1102)
 * @param field path of the offending field, {@code spec.servers[0].port.number}
 * @param location the field's place, for objects that were read from a manifest
 * @param message one sentence that names the values involved
 * @param why the reason, in a few sentences
 * @param fixes ways to mend it, the best first
 * @param references addresses of documentation
 * @param value what stands in the field, where that is a text, a number or a boolean
 */
public record Finding(String rule, Severity severity, List<String> aliases, ObjectRef object, String field,
        Optional<Location> location, String message, String why, List<Fix> fixes, List<RelatedObject> related,
        List<String> references, Optional<String> value) {
    /** A finding in a field that holds no single value. */
    public Finding(String rule, Severity severity, List<String> aliases, ObjectRef object, String field, Optional<Location> location,
            String message,
            String why, List<Fix> fixes, List<RelatedObject> related, List<String> references) {
        this(rule, severity, aliases, object, field, location, message, why, fixes, related, references, Optional.empty());
    }

    /** Gravest first, then by object, place and rule: the order of every output. */
    public static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity).reversed()
            .thenComparing(Finding::object).thenComparing(f -> f.location().map(Location::line).orElse(0))
            .thenComparing(f -> f.location().map(Location::column).orElse(0))
            .thenComparing(Finding::field).thenComparing(Finding::rule).thenComparing(Finding::message);

    public Finding {
        aliases = List.copyOf(aliases);
        fixes = List.copyOf(fixes);
        related = List.copyOf(related);
        references = List.copyOf(references);
    }

    /** Names this finding again in a later run: a hash of rule, object, field and what the message names, 16 hexadecimal digits. */
    public String fingerprint() {
        return Fingerprint.of(rule, object, field, message);
    }

    /** The same with other ways to mend it. */
    public Finding with(List<Fix> others) {
        return new Finding(rule, severity, aliases, object, field, location, message, why, others, related, references, value);
    }
}
