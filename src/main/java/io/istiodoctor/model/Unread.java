package io.istiodoctor.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kind of a live cluster that was asked for and not read, wholly or in some namespaces; what it holds is unknown.
 *
 * @param resource as kubectl writes it: {@code services}, {@code gateways.networking.istio.io}
 * @param namespaces those that were read; empty when none was
 * @param reason why the others were not, as a clause without a full stop
 * @param right what would be needed, where it is a right that is missing
 */
public record Unread(String resource, Set<String> namespaces, String reason, Optional<MissingRight> right)
        implements Comparable<Unread> {
    public Unread {
        namespaces = Set.copyOf(namespaces);
    }

    /** What is missing, in words: "virtualservices.networking.istio.io outside of istio-system, shop". */
    public String what() {
        return resource + (namespaces.isEmpty() ? "" : " outside of " + String.join(", ", new TreeSet<>(namespaces)));
    }

    /** The way out, as a clause that follows the reason; empty where it is no right that is missing. */
    public String remedy() {
        return right.map(Unread::remedy).orElse("");
    }

    /** The way to a right that is missing, as a clause that follows the reason. */
    public static String remedy(MissingRight right) {
        return "; ask for the right until `" + right.command() + "` says yes";
    }

    @Override
    public int compareTo(Unread other) {
        int byResource = resource.compareTo(other.resource);
        return byResource != 0 ? byResource : reason.compareTo(other.reason);
    }
}
