package io.istiodoctor.mend;

import io.istiodoctor.fix.FileChange;
import io.istiodoctor.fix.KubectlOptions;
import io.istiodoctor.source.Snapshot;
import java.util.List;

/**
 * What was found for a request, as it is written down.
 *
 * @param files the files with their changes, where the objects were read from files
 * @param commands what changes a cluster, in order, where they were read from there
 * @param undo what takes these commands back, in order
 */
public record Proposal(Mending mending, List<FileChange> files, List<String> commands, List<String> undo) {
    public Proposal {
        files = List.copyOf(files);
        commands = List.copyOf(commands);
        undo = List.copyOf(undo);
    }

    /** The changes of objects of a cluster, those of one object as one. */
    public List<Change> changes() {
        return LiveChanges.together(mending.changes());
    }

    /** The same for a cluster that kubectl would not talk to by itself. */
    public Proposal on(KubectlOptions kubectl) {
        return new Proposal(mending.left(kubectl.in(mending.left())), files, commands.stream().map(kubectl::in).toList(),
                undo.stream().map(kubectl::in).toList());
    }

    /** The changes of a state's objects, written down. */
    public static Proposal of(Mending mending, Snapshot snapshot) {
        List<Remedy> changes = mending.changes();
        return snapshot.live() ? new Proposal(mending, List.of(), LiveChanges.commands(changes), LiveChanges.undo(changes, snapshot))
                : new Proposal(mending, ManifestChanges.of(changes, snapshot), List.of(), List.of());
    }
}
