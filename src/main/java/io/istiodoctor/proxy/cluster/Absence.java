package io.istiodoctor.proxy.cluster;

import io.istiodoctor.mesh.Directory;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import java.util.Comparator;
import java.util.stream.Stream;

/** What it means that something is not part of what was read. */
final class Absence {
    private final Mesh mesh;
    private final Directory directory;

    Absence(Mesh mesh) {
        this.mesh = mesh;
        this.directory = mesh.directory();
    }

    /** Of a host: a full name of a Service tells the namespace in which it would be, every other name is a ServiceEntry's. */
    Certainty ofHost(String host) {
        String suffix = ".svc." + mesh.clusterDomain();
        String[] parts = host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()).split("\\.") : new String[0];
        Certainty entries = directory.absence(Kind.SERVICE_ENTRY);
        if (parts.length == 2) {
            return directory.absence(Kind.SERVICE, parts[1]);
        }
        boolean abbreviated = !host.contains("*") && host.split("\\.").length <= 3;
        return abbreviated && entries == Certainty.UNKNOWN ? Certainty.INFERRED : entries;
    }

    /** Of a subset: the DestinationRules of the client's, the Service's and the root namespace count. */
    Certainty ofSubset(String client, String server) {
        return Stream.of(client, server, mesh.config().rootNamespace()).map(n -> directory.absence(Kind.DESTINATION_RULE, n))
                .max(Comparator.naturalOrder()).orElse(Certainty.UNKNOWN);
    }
}
