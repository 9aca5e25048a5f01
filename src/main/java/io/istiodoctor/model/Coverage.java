package io.istiodoctor.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How much of one kind was read. What was not read is unknown, never absent. */
public sealed interface Coverage {
    /** Every object of the kind is known: what was not seen does not exist. */
    record Complete() implements Coverage {}

    /**
     * Only these namespaces were read, each of them wholly.
     *
     * @param reason why the others were not, as a clause without a full stop
     */
    record Namespaces(Set<String> namespaces, String reason) implements Coverage {
        public Namespaces {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /**
     * Manifests that may be a part of something larger: what they hold is true, what they lack may exist elsewhere. In
     * these namespaces at least one object of the kind was seen, so that absence there is likely, but never certain.
     */
    record Partial(Set<String> namespaces, String reason) implements Coverage {
        public Partial {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** Everything that matters as a rule was read, but not everything that can matter: absence is likely, never certain. */
    record Nearly(String reason) implements Coverage {}

    /** Nothing is known of the kind: it may not be listed, or no object of it is part of the input. */
    record None(String reason) implements Coverage {
        private static final String BEFORE = "the input has no ";
        private static final String AFTER = " (--assume-complete says that the input is everything)";

        /** Files without any object of a kind, which may be a part of more. */
        public static None ofFiles(String kind) {
            return new None(BEFORE + kind + AFTER);
        }

        /** The kind of which files have no object, where that is the reason; empty for every other reason. */
        public static Optional<String> kindMissing(String reason) {
            return reason.startsWith(BEFORE) && reason.endsWith(AFTER)
                    ? Optional.of(reason.substring(BEFORE.length(), reason.length() - AFTER.length())) : Optional.empty();
        }

        /** One reason for several such kinds. */
        public static String ofFiles(List<String> kinds) {
            return BEFORE + String.join(", ", kinds) + AFTER;
        }
    }

    /** What absence of an object in this namespace means. */
    default Certainty absenceIn(String namespace) {
        return switch (this) {
            case Complete c -> Certainty.CERTAIN;
            case Namespaces n -> n.namespaces.contains(namespace) ? Certainty.CERTAIN : Certainty.UNKNOWN;
            case Partial p -> p.namespaces.contains(namespace) ? Certainty.INFERRED : Certainty.UNKNOWN;
            case Nearly n -> Certainty.INFERRED;
            case None n -> Certainty.UNKNOWN;
        };
    }

    /** What absence of an object anywhere in the cluster means. */
    default Certainty absenceAnywhere() {
        return switch (this) {
            case Complete c -> Certainty.CERTAIN;
            case Namespaces n -> Certainty.UNKNOWN;
            case Partial p -> p.namespaces.isEmpty() ? Certainty.UNKNOWN : Certainty.INFERRED;
            case Nearly n -> Certainty.INFERRED;
            case None n -> Certainty.UNKNOWN;
        };
    }

    /** Why not everything is known; empty when it is. */
    default String reason() {
        return switch (this) {
            case Complete c -> "";
            case Namespaces n -> n.reason;
            case Partial p -> p.reason;
            case Nearly n -> n.reason;
            case None n -> n.reason;
        };
    }
}
