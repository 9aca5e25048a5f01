package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;

/** The mesh as a request meets it: ways in, listeners, routes, destinations; made once, asked for many requests. */
final class Network {
    private final Mesh mesh;
    private final EntryPoints entries;
    private final Front front;
    private final Routes routes;
    private final Targets targets;

    Network(Mesh mesh) {
        this.mesh = mesh;
        this.entries = EntryPoints.of(mesh);
        this.front = new Front(mesh);
        this.routes = new Routes(mesh);
        this.targets = new Targets(mesh);
    }

    Mesh mesh() {
        return mesh;
    }

    EntryPoints entries() {
        return entries;
    }

    Front front() {
        return front;
    }

    Routes routes() {
        return routes;
    }

    Targets targets() {
        return targets;
    }
}
