package io.istiodoctor.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An annotation or a label of Istio's, as its own list has them (annotation/annotations.yaml and label/labels.yaml of istio.io/api).
 *
 * @param deprecated whether Istio asks not to use it any more
 * @param lastRelease the last release that knew it; empty when the newest does
 * @param kinds the kinds of objects that it is for; Any for all
 */
public record AnnotationDefinition(String name, boolean deprecated, Optional<Release> lastRelease, List<String> kinds) {
    public AnnotationDefinition {
        kinds = List.copyOf(kinds);
    }

    /** The annotations, by name. */
    public static Map<String, AnnotationDefinition> annotations() {
        return Known.ANNOTATIONS;
    }

    /** The labels, by name. */
    public static Map<String, AnnotationDefinition> labels() {
        return Known.LABELS;
    }

    /** Whether it is for objects of a kind. */
    public boolean isFor(String kind) {
        return kinds.contains("Any") || kinds.contains(kind);
    }

    /** Read when the first annotation of Istio's is met. */
    private static final class Known {
        private static final Map<String, AnnotationDefinition> ANNOTATIONS = new TreeMap<>();
        private static final Map<String, AnnotationDefinition> LABELS = new TreeMap<>();

        static {
            lines().map(l -> l.split("\t", -1))
                    .forEach(l -> (l[1].equals("label") ? LABELS : ANNOTATIONS).put(l[0], new AnnotationDefinition(l[0],
                            l[2].equals("deprecated"), Optional.of(l[3]).filter(r -> !r.isEmpty()).map(Release::of),
                            List.of(l[4].split(",")))));
        }

        private static Stream<String> lines() {
            try (InputStream in = AnnotationDefinition.class.getResourceAsStream("annotations.tsv")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
