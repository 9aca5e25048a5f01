package io.istiodoctor.proxy.config;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All that istiod tells the pod of a gateway, or one side of the proxy beside an application; clusters apart, which are made when they are asked for. */
public record ProxyConfiguration(Workload workload, List<EnvoyListener> listeners, List<LeftOut> leftOut) {
    public ProxyConfiguration {
        listeners = List.copyOf(listeners);
        leftOut = List.copyOf(leftOut);
    }

    /** The clusters that its routes and chains name, each once, in order. */
    public Set<ClusterName> clusterNames() {
        Set<ClusterName> names = new LinkedHashSet<>();
        for (FilterChain chain : listeners.stream().flatMap(l -> l.chains().stream()).toList()) {
            switch (chain.content()) {
                case Tcp tcp -> tcp.clusters().forEach(c -> names.add(c.cluster()));
                case Http http ->
                        http.routes().hosts().stream().flatMap(h -> h.routes().stream()).forEach(r -> names.addAll(r.clusterNames()));
            }
        }
        return names;
    }

    /** "namespace/name" of the pod, or of the workload whose template makes it. */
    public String name() {
        return workload.namespace() + "/" + workload.name();
    }
}
