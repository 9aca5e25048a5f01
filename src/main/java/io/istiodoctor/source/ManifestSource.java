package io.istiodoctor.source;

import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.model.Timings;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.Sections;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a snapshot from manifests: files, folders and standard input. */
public final class ManifestSource {
    /** Several files of less than this together are read one after the other, before other threads have woken. */
    private static final long FEW_BYTES = 1 << 20;

    /** What a manifest holds, or why it cannot be read. */
    private sealed interface Content {
        record Documents(SourceText source, List<Document> documents) implements Content {}

        record Failure(UserError why) implements Content {}
    }

    private ManifestSource() {}

    /**
     * Reads every object of the inputs. One unreadable file fails all: nothing is judged by halves.
     *
     * @param inputs paths of files and folders, or "-" for standard input
     * @throws UserError (bad input) when an input is missing or unreadable, is no YAML or JSON, or when there is not a
     *     single Kubernetes object in all of them
     */
    public static Snapshot read(List<String> inputs, ManifestOptions options) {
        List<Manifest> manifests = ManifestFiles.find(inputs, options);
        ObjectCollector objects = new ObjectCollector(options);
        List<UserError> failures = new ArrayList<>();
        boolean large = manifests.size() > 1 && manifests.stream().mapToLong(Manifest::size).sum() > FEW_BYTES;
        List<Content> contents = large ? AllCores.each(manifests.iterator(), m -> content(m, options.timings()))
                : manifests.stream().map(m -> content(m, options.timings())).toList();
        for (Content content : contents) {
            switch (content) {
                case Content.Documents(SourceText source, List<Document> documents) -> objects.add(source, documents);
                case Content.Failure(UserError why) -> failures.add(why);
            }
        }
        if (failures.size() > 1) {
            UserError first = failures.getFirst();
            throw new UserError(UserError.BAD_INPUT, "%s (and %d more %s)".formatted(first.getMessage(), failures.size() - 1,
                    failures.size() == 2 ? "file that cannot be read" : "files that cannot be read"), first);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        List<Resource> resources = objects.finish();
        if (resources.isEmpty()) {
            throw new UserError(UserError.BAD_INPUT, "no Kubernetes objects in "
                    + inputs.stream().map(SyntaxError::displayName).collect(Collectors.joining(", ")));
        }
        return new Snapshot(resources, ManifestCoverage.of(resources, options.complete()),
                new ManifestSecrets(resources, options.complete()), false, options.defaultNamespace());
    }

    private static Content content(Manifest manifest, Timings timings) {
        try {
            Optional<Sections> sections = timings.time(Timings.Stage.PARSE, manifest::sections);
            return sections.isPresent() ? new Content.Documents(manifest.source(sections.get().all()), sections.get().documents())
                    : new Content.Documents(manifest.source(), documents(manifest, timings));
        } catch (UserError e) {
            return new Content.Failure(e);
        } catch (OutOfMemoryError e) {
            // The size limit fits manifests; a text of nothing but brackets needs far more, and is given up here.
            return new Content.Failure(new UserError(UserError.BAD_INPUT, SyntaxError.displayName(manifest.name())
                    + ": too many nodes for the memory that Java may use; allow more (JAVA_TOOL_OPTIONS=-Xmx8g)", e));
        }
    }

    private static List<Document> documents(Manifest manifest, Timings timings) {
        String text = timings.time(Timings.Stage.READ, manifest::read);
        try {
            return timings.time(Timings.Stage.PARSE, () -> YamlReader.read(manifest.name(), text));
        } catch (SyntaxError e) {
            if (text.contains("{{")) {
                throw new UserError(UserError.BAD_INPUT, e.getMessage() + "; the file holds template braces ({{ }}): "
                        + "render it first (helm template ... | istio-doctor check -f -)", e);
            }
            throw e;
        }
    }
}
