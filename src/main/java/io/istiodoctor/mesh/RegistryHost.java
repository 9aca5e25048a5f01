package io.istiodoctor.mesh;

import java.util.List;

/** Something that a destination's host can mean: a Service or a host of a ServiceEntry. */
sealed interface RegistryHost permits Service, ServiceEntry {
    /** The host as the mesh knows it: of a Service its full name, of a ServiceEntry its first host. */
    String host();

    /** The ports that it offers. */
    List<Long> portNumbers();
}
