package io.istiodoctor.trace;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * One step of a request's way.
 *
 * @param object what decides here; empty when nothing that was read does
 * @param message what was decided and why, in one or two sentences
 * @param findings what a check says of the passed parts of the object
 */
public record Hop(Stage stage, Optional<ObjectRef> object, HopStatus status, String message, List<Finding> findings) {
    public Hop {
        findings = List.copyOf(findings);
    }
}
