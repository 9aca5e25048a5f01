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
     * @param right what would be needed for the others, where it is a right that is missing
     */
    record Namespaces(Set<String> namespaces, String reason, Optional<MissingRight> right) implements Coverage {
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
    record Nearly(String reason, Optional<MissingRight> right) implements Coverage {}

    /**
     * Nothing is known of the kind: it may not be listed, or no object of it is part of the input.
     *
     * @param failed whether it was asked for in a cluster and not got; a kind that files lack was not
     * @param right what would be needed, where it is a right that is missing
     * @param absentKind the kind's name, where files have no object of it
     */
    record None(String reason, boolean failed, Optional<MissingRight> right, Optional<String> absentKind) implements Coverage {
        /** Nothing is known, and nothing went wrong: the kind is no part of the input, or told by another one. */
        public None(String reason) {
            this(reason, false, Optional.empty(), Optional.empty());
        }

        /** Nothing could be read although it was asked for. */
        public static None failed(String reason, Optional<MissingRight> right) {
            return new None(reason, true, right, Optional.empty());
        }

        /** Files without any object of a kind, which may be a part of more. */
        public static None ofFiles(String kind) {
            return new None(ofFiles(List.of(kind)), false, Optional.empty(), Optional.of(kind));
        }

        /** One reason for several such kinds. */
        public static String ofFiles(List<String> kinds) {
            return "the input has no " + String.join(", ", kinds) + " (--assume-complete says that the input is everything)";
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

    /** What a cluster was asked for and did not give of this kind; empty when it gave all, and for files. */
    default Optional<Unread> unread(Kind kind) {
        return switch (this) {
            case Namespaces n -> Optional.of(new Unread(kind.resourceName(), n.namespaces, n.reason, n.right));
            case None n when n.failed -> Optional.of(new Unread(kind.resourceName(), Set.of(), n.reason, n.right));
            default -> Optional.empty();
        };
    }

    /** The right that is missing for knowing more; empty where it is no right that is missing. */
    default Optional<MissingRight> right() {
        return Optional.empty();
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
