package io.istiodoctor.fix;

import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a command of kubectl changes, as a diff of the manifests that were read: labels and annotations of any object, and fields of another one than that of
 * the finding. What else a rule does to its own object is a patch of the rule.
 */
public final class CommandDiff {
    private CommandDiff() {}

    /**
     * The diff; empty when the command does something that no manifest shows, or changes what was not read from a file.
     *
     * @param beside an object that was read from a file of the folder in which new objects belong
     * @param named the objects of a name
     * @param open whether an object may be shown changed
     */
    public static Optional<String> of(String command, Resource beside, Function<String, List<Resource>> named, Predicate<Resource> open) {
        if (!(beside.origin() instanceof Origin.File)) {
            return Optional.empty();
        }
        return NewManifest.diff(command, beside)
                .or(() -> LabelCommand.target(command).flatMap(t -> only(t, named)).filter(open)
                        .flatMap(o -> LabelCommand.diff(command, o)))
                .or(() -> PatchCommand.target(command).flatMap(t -> only(t, named)).filter(open).filter(o -> !o.ref().equals(beside.ref()))
                        .flatMap(o -> PatchCommand.diff(command, o)));
    }

    private static Optional<Resource> only(NamedObject target, Function<String, List<Resource>> named) {
        List<Resource> found = named.apply(target.name()).stream().filter(r -> target.is(r.ref())).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
