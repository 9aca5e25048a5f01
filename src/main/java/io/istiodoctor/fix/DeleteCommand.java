package io.istiodoctor.fix;

import io.istiodoctor.model.Origin;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kubectl delete} takes away, as a diff of the manifest that has the object; a file with nothing else goes as a whole. */
final class DeleteCommand {
    private static final Pattern DELETE = Pattern.compile("kubectl (?:-n (\\S+) )?delete ([a-zA-Z0-9.]+) ([a-z0-9.-]+)\\s*");

    private DeleteCommand() {}

    /** The object that goes; empty when the command does something else. */
    static Optional<NamedObject> target(String command) {
        Matcher delete = DELETE.matcher(command);
        return delete.matches()
                ? Optional.of(new NamedObject(delete.group(2), delete.group(1) == null ? "" : delete.group(1), delete.group(3)))
                : Optional.empty();
    }

    /** The diff without that object; empty where it was not read from a file. */
    static Optional<String> diff(Resource object) {
        // A pod that is deleted is made anew.
        if (object.ref().kind().equals("Pod") || !(object.origin() instanceof Origin.File(SourceText text))
                || !object.root().mark().isPresent()) {
            return Optional.empty();
        }
        return text.document(object.root().mark().line(), ManifestDiff.LARGEST)
                .flatMap(part -> ManifestPlace.of(part.text(), part.first(), object.root())
                        .flatMap(place -> place.pointer().isEmpty() ? document(text, part)
                                : ManifestDiff.of(object, List.of(new PatchOperation("remove", "", null)))));
    }

    private static Optional<String> document(SourceText text, SourceText.Part part) {
        boolean alone = part.first() == 1 && text.content().get().equals(part.text());
        return alone ? new FileChange(ManifestDiff.name(text), part.text(), /* after= */ "").diff()
                : UnifiedDiff.ofPart(ManifestDiff.name(text), part.first(), part.text(), "");
    }
}
