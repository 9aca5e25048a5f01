package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import java.util.List;

/** Something that a destination's host can mean: a Service or a host of a ServiceEntry. */
public sealed interface RegistryHost permits Service, ServiceEntry {
    /** The host as the mesh knows it: of a Service its full name, of a ServiceEntry its first host. */
    @SeenByRules
    String host();

    /** The ports that it offers. */
    @SeenByRules
    List<Long> portNumbers();
}
