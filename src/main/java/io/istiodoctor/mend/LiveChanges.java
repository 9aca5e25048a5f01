package io.istiodoctor.mend;

import io.istiodoctor.fix.Plain;
import io.istiodoctor.fix.KubectlPatch;
import io.istiodoctor.fix.NodePatch;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Changes of objects as commands for a cluster, and what takes them back. */
final class LiveChanges {
    private LiveChanges() {}

    static List<String> commands(List<Remedy> remedies) {
        return together(remedies).stream().map(LiveChanges::command).toList();
    }

    /** The changes with those of one object as one, in the order of their first. */
    static List<Change> together(List<Remedy> remedies) {
        Map<ObjectRef, Change> changes = new LinkedHashMap<>();
        for (Remedy remedy : remedies) {
            changes.merge(remedy.change().target(), remedy.change(), LiveChanges::together);
        }
        return List.copyOf(changes.values());
    }

    private static Change together(Change first, Change then) {
        return switch (then) {
            case Change.Create made -> made;
            case Change.Edit edit when first instanceof Change.Create(var target, var manifest) -> new Change.Create(target,
                    Plain.fields(NodePatch.apply((Mapping) Node.of(manifest), edit.operations())));
            case Change.Edit(var target, var operations, var _) ->
                    new Change.Edit(target, Stream.concat(((Change.Edit) first).operations().stream(), operations.stream()).toList(),
                            ((Change.Edit) first).version());
        };
    }

    private static String command(Change change) {
        return switch (change) {
            case Change.Edit(ObjectRef target, List<PatchOperation> operations, String _) -> KubectlPatch.command(target, operations);
            case Change.Create(ObjectRef target, var manifest) -> "kubectl create -f - <<'EOF'\n" + YamlWriter.write(manifest) + "EOF";
        };
    }

    /** The last change is taken back first. */
    static List<String> undo(List<Remedy> remedies, Snapshot before) {
        List<String> undo = new ArrayList<>();
        Snapshot state = before;
        for (Change change : together(remedies)) {
            undo.addFirst(undo(change, state));
            state = ChangedSnapshot.of(state, change);
        }
        return undo;
    }

    private static String undo(Change change, Snapshot state) {
        return switch (change) {
            case Change.Create(ObjectRef target, var manifest) -> "kubectl -n " + target.namespace() + " delete "
                    + target.known().map(Kind::resourceName).orElse(target.kind()) + " " + target.name();
            case Change.Edit(ObjectRef target, List<PatchOperation> operations, String _) -> {
                Resource object = state.resources().stream().filter(r -> r.ref().equals(target)).findFirst().orElseThrow();
                List<PatchOperation> back = new ArrayList<>();
                Node root = object.root();
                for (PatchOperation operation : operations) {
                    back.addFirst(inverse(operation, root));
                    root = NodePatch.apply((Mapping) root, List.of(operation));
                }
                yield KubectlPatch.command(target, back);
            }
        };
    }

    private static PatchOperation inverse(PatchOperation operation, Node root) {
        List<Object> steps = FieldPath.ofPointer(operation.path(), root).steps();
        String path = new FieldPath(steps).pointer();
        Node old = new FieldPath(steps).in(root);
        return switch (operation.op()) {
            case "remove" -> new PatchOperation("add", path, Plain.of(old));
            case "replace" -> new PatchOperation("replace", path, Plain.of(old));
            default -> new PatchOperation("remove", path, null);
        };
    }
}
