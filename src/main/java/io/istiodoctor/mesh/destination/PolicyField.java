package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Resource;

/** A field of a DestinationRule. */
public record PolicyField(Resource resource, String path) implements Subject {}
