package io.istiodoctor.model;

import java.util.List;
import java.util.Optional;

/**
 * One way to mend a finding.
 *
 * @param title what it does, in one sentence without a full stop
 * @param command a shell command (or a manifest) that can be pasted as it stands
 * @param patch the change as JSON Patch operations (RFC 6902) of {@code target}; empty when there is only a command
 * @param target the object that the patch changes
 * @param diff the change as a unified diff of the manifest, when the object was read from one
 */
public record Fix(String title, Optional<String> command, List<PatchOperation> patch, Optional<ObjectRef> target,
        Optional<String> diff) {
    public Fix {
        patch = List.copyOf(patch);
    }
}
