package io.istiodoctor.mesh;

import io.istiodoctor.mesh.ambient.Ambient;
import io.istiodoctor.mesh.config.ControlPlane;
import io.istiodoctor.mesh.injection.InjectedNamespace;
import io.istiodoctor.mesh.injection.Injection;
import io.istiodoctor.mesh.injection.InjectionLabel;
import io.istiodoctor.mesh.injection.IstioAnnotation;
import io.istiodoctor.mesh.injection.PodInjection;
import io.istiodoctor.mesh.injection.ProxyImages;
import io.istiodoctor.mesh.injection.ProxySkew;
import io.istiodoctor.mesh.injection.RevisionedObject;
import io.istiodoctor.mesh.injection.Webhook;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How proxies come into the pods of a mesh.
 *
 * @param webhooks those of Istio
 * @param pods pods and pod templates with what becomes of them when they are made
 * @param namespaces with what they say of injection
 * @param labels those that speak of injection and do nothing
 * @param revisioned objects for a certain revision
 * @param annotations those with one of Istio's names
 * @param skews control planes with proxies of other releases
 */
public record Injections(List<Webhook> webhooks, List<PodInjection> pods, List<InjectedNamespace> namespaces, List<InjectionLabel> labels,
        List<RevisionedObject> revisioned, List<IstioAnnotation> annotations, List<ProxySkew> skews) {
    static Injections of(Rooms rooms, List<Workload> workloads, List<VirtualService> routes, Ambient ambient) {
        Injection injection = rooms.injection().reached(rooms.services());
        ProxyImages images = new ProxyImages(rooms.inventory());
        List<PodInjection> pods = AllCores.list(workloads,
                some -> some.map(w -> new PodInjection(w, injection, ambient.enrolled(w) || ambient.marked(w))));
        Map<String, List<PodInjection>> byNamespace = pods.stream().collect(Collectors.groupingBy(PodInjection::namespace));
        List<Resource> all = rooms.inventory().all(Kind.NAMESPACE);
        var surroundings = new InjectedNamespace.Surroundings(control(rooms, pods), routed(routes),
                pods.stream().anyMatch(p -> p.workload().sidecar()));
        List<InjectedNamespace> namespaces = all.stream().map(n -> new InjectedNamespace(n, injection, images,
                byNamespace.getOrDefault(n.ref().name(), List.of()), surroundings)).toList();
        return new Injections(injection.webhooks(), pods, namespaces, InjectionLabel.of(all, pods),
                RevisionedObject.of(rooms.inventory(), workloads, injection),
                IstioAnnotation.of(rooms.inventory().snapshot().resources(), workloads),
                ProxySkew.of(ControlPlane.of(rooms.inventory(), workloads), pods, namespaces));
    }

    private static Set<String> control(Rooms rooms, List<PodInjection> pods) {
        Set<String> found = new HashSet<>(List.of(rooms.config().rootNamespace(), "istio-system"));
        pods.stream().filter(p -> p.controlPlane() || p.workload().gateway()).map(PodInjection::namespace).forEach(found::add);
        return found;
    }

    private static Set<String> routed(List<VirtualService> routes) {
        return routes.stream().flatMap(v -> v.destinations().stream()).flatMap(d -> d.service().stream()).map(s -> s.namespace())
                .collect(Collectors.toSet());
    }
}
