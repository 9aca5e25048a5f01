package io.istiodoctor.mend;

import io.istiodoctor.fix.FileChange;
import io.istiodoctor.fix.ManifestEdit;
import io.istiodoctor.fix.ManifestPlace;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Changes of objects as changes of the files that they were read from; what is new becomes a file of its own. */
final class ManifestChanges {
    private final Map<ObjectRef, Resource> resources = new HashMap<>();
    private final Map<String, String> before = new LinkedHashMap<>();
    private final Map<String, String> after = new LinkedHashMap<>();

    private ManifestChanges(Snapshot snapshot) {
        snapshot.resources().forEach(r -> resources.put(r.ref(), r));
    }

    static List<FileChange> of(List<Remedy> remedies, Snapshot snapshot) {
        ManifestChanges changes = new ManifestChanges(snapshot);
        Path folder = snapshot.resources().stream().flatMap(r -> file(r).stream()).filter(t -> !t.name().equals("-")).findFirst()
                .map(t -> Path.of(t.name())).map(p -> p.getParent() == null ? Path.of("") : p.getParent()).orElse(Path.of(""));
        Map<ObjectRef, Change.Create> made = new LinkedHashMap<>();
        for (Remedy remedy : remedies) {
            switch (remedy.change()) {
                case Change.Edit edit -> changes.edit(edit);
                case Change.Create create -> made.put(create.target(), create);
            }
        }
        made.values().forEach(c -> changes.create(c, folder));
        List<FileChange> all = new ArrayList<>();
        changes.after.forEach((name, text) -> all.add(new FileChange(name, changes.before.getOrDefault(name, ""), text)));
        return all;
    }

    private static Optional<SourceText> file(Resource resource) {
        return resource.origin() instanceof Origin.File(SourceText text) ? Optional.of(text) : Optional.empty();
    }

    private void edit(Change.Edit edit) {
        Optional.ofNullable(resources.get(edit.target())).ifPresent(resource -> file(resource).ifPresent(source -> {
            String name = source.name().equals("-") ? "stdin" : source.name();
            String original = before.computeIfAbsent(name, n -> source.content().get());
            String text = after.getOrDefault(name, original);
            ManifestPlace.of(original, resource.root())
                    .ifPresent(place -> after.put(name, ManifestEdit.apply(text, place, edit.operations())));
        }));
    }

    private void create(Change.Create create, Path folder) {
        String base = create.target().name() + "-" + create.target().kind().toLowerCase(Locale.ROOT);
        String name = folder.resolve(base + ".yaml").toString();
        after.put(name, YamlWriter.write(create.manifest()));
    }
}
