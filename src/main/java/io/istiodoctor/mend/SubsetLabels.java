package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A subset that no pod of its Service belongs to, because its labels are nearly those of some. */
final class SubsetLabels {
    private final Resource rule;
    private final Service service;
    private final List<Node> subsets;
    private final String subset;

    /** @param rule the DestinationRule that defines the subset */
    SubsetLabels(Resource rule, Service service, String subset) {
        this.rule = rule;
        this.service = service;
        this.subsets = rule.spec().get("subsets").elements();
        this.subset = subset;
    }

    /** The labels that were meant, the nearest first. */
    Stream<Remedy> corrected() {
        return IntStream.range(0, subsets.size()).filter(i -> subsets.get(i).text("name").equals(subset)).boxed().flatMap(this::corrected);
    }

    private Stream<Remedy> corrected(int index) {
        Map<String, String> written = Resource.texts(subsets.get(index).get("labels"));
        return service.workloads().stream().flatMap(w -> meant(written, w.labels()).stream()).distinct().filter(this::free)
                .map(m -> new Remedy("Let subset " + subset + " of " + rule.ref() + " be for pods with " + Labels.show(m)
                        + ", since none carries " + Labels.show(written), edits("spec.subsets[" + index + "].labels", written, m).change(),
                        1));
    }

    private Edits edits(String path, Map<String, String> written, Map<String, String> meant) {
        Edits edits = Edits.of(rule);
        if (!written.keySet().equals(meant.keySet())) {
            return edits.set(path, Map.copyOf(meant));
        }
        meant.forEach((key, value) -> {
            if (!value.equals(written.get(key))) {
                edits.set(path + ".\"" + key + "\"", value);
            }
        });
        return edits;
    }

    // What another subset is for is not what this one was meant for.
    private boolean free(Map<String, String> meant) {
        return subsets.stream().noneMatch(s -> Resource.texts(s.get("labels")).equals(meant));
    }

    private Optional<Map<String, String>> meant(Map<String, String> written, Map<String, String> carried) {
        Map<String, String> meant = new TreeMap<>();
        for (Map.Entry<String, String> label : written.entrySet()) {
            Optional<Map.Entry<String, String>> like = carried.entrySet().stream().filter(c -> c.equals(label)).findFirst()
                    .or(() -> carried.entrySet().stream().filter(c -> like(label, c)).findFirst());
            if (like.isEmpty()) {
                return Optional.empty();
            }
            meant.put(like.get().getKey(), like.get().getValue());
        }
        return meant.size() < written.size() || meant.equals(written) ? Optional.empty() : Optional.of(meant);
    }

    private boolean like(Map.Entry<String, String> written, Map.Entry<String, String> carried) {
        String key = written.getKey();
        String value = written.getValue();
        return key.equals(carried.getKey()) ? carried.getValue().equals(subset) || misspelt(value, carried.getValue())
                : value.equals(carried.getValue())
                        && (Nearest.name(key, List.of(carried.getKey())).isPresent() || carried.getKey().endsWith("/" + key));
    }

    // v1 is no slip of v2, but another version.
    private static boolean misspelt(String written, String carried) {
        return Nearest.name(written, List.of(carried)).isPresent() && !letters(written).equals(letters(carried));
    }

    private static String letters(String text) {
        return text.replaceAll("[0-9]", "");
    }
}
