package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The servers that Gateways of the Gateway API and Ingresses make in Istio's proxies. What others implement is left out. */
final class Portals {
    private static final Set<String> ISTIO_CONTROLLERS = Set.of("istio.io/gateway-controller", "istio.io/unmanaged-gateway");

    private final Mesh mesh;
    private final Map<String, String> controllers;
    private final List<Portal> all = new ArrayList<>();

    Portals(Mesh mesh) {
        this.mesh = mesh;
        this.controllers = mesh.directory().all(Kind.GATEWAY_CLASS).stream()
                .collect(Collectors.toMap(c -> c.ref().name(), c -> c.spec().text("controllerName"), (a, b) -> a));
        mesh.directory().all(Kind.KUBERNETES_GATEWAY).stream().sorted(Age.OLDEST_FIRST).forEach(this::addGateway);
        mesh.directory().all(Kind.INGRESS).stream().sorted(Age.OLDEST_FIRST).filter(this::ofIstio).forEach(this::addIngress);
    }

    List<Portal> all() {
        return all;
    }

    private void addGateway(Resource gateway) {
        String className = gateway.spec().text("gatewayClassName");
        boolean ours = ISTIO_CONTROLLERS.contains(controllers.getOrDefault(className, className.equals("istio")
                ? "istio.io/gateway-controller" : ""));
        List<Node> listeners = gateway.spec().get("listeners").elements();
        List<Service> services = ours ? services(gateway, className) : List.of();
        for (int i = 0; i < listeners.size() && ours; i++) {
            Node listener = listeners.get(i);
            long port = listener.get("port").number().orElse(0L);
            String host = listener.text("hostname");
            List<ServicePort> ports = services.stream().flatMap(s -> s.port(port).stream()).toList();
            long bound = ports.stream().flatMap(p -> p.service().workloads().stream().flatMap(w -> p.targetOn(w).stream()))
                    .findFirst().orElse(port);
            all.add(new Portal(new Server(gateway, "spec.listeners[" + i + "]", port, bound, speech(listener),
                    List.of(host.isEmpty() ? "*" : host), false, false, Optional.empty()), ports));
        }
    }

    private static Speech speech(Node listener) {
        boolean passes = listener.get("tls").text("mode").equals("Passthrough");
        return switch (listener.text("protocol")) {
            case "HTTP" -> Speech.HTTP;
            case "HTTPS" -> Speech.HTTPS;
            case "TLS" -> passes ? Speech.PASSTHROUGH : Speech.TLS;
            default -> Speech.TCP;
        };
    }

    // Istio makes Service and Deployment "<gateway>-<class>" with a label; spec.addresses names a Service made by hand.
    private List<Service> services(Resource gateway, String className) {
        String namespace = gateway.ref().namespace();
        String given = gateway.root().get("metadata").get("annotations").text("networking.istio.io/service-name");
        Set<String> hosts = gateway.spec().get("addresses").elements().stream()
                .filter(a -> a.text("type").equals("Hostname")).map(a -> mesh.directory().hostOf(a.text("value"), namespace))
                .collect(Collectors.toSet());
        return mesh.services().stream().filter(s -> !hosts.isEmpty() ? hosts.contains(s.host())
                : s.namespace().equals(namespace) && (s.name().equals(given) || s.name().equals(gateway.ref().name() + "-" + className)
                        || gateway.ref().name().equals(s.resource().labels().get("gateway.networking.k8s.io/gateway-name"))))
                .toList();
    }

    private boolean ofIstio(Resource ingress) {
        String annotation = ingress.annotations().getOrDefault("kubernetes.io/ingress.class", "");
        String className = ingress.spec().text("ingressClassName");
        return annotation.equals("istio") || annotation.isEmpty() && mesh.directory().all(Kind.INGRESS_CLASS).stream()
                .anyMatch(c -> c.ref().name().equals(className)
                        && c.spec().text("controller").equals("istio.io/ingress-controller"));
    }

    private void addIngress(Resource ingress) {
        List<ServicePort> http = ports(80);
        List<String> hosts = ingress.spec().get("rules").elements().stream().map(r -> r.text("host"))
                .map(h -> h.isEmpty() ? "*" : h).distinct().toList();
        all.add(new Portal(server(ingress, "spec", 80, Speech.HTTP, hosts.isEmpty() ? List.of("*") : hosts, http), http));
        List<String> secured = ingress.spec().get("tls").elements().stream().flatMap(t -> t.get("hosts").elements().stream())
                .flatMap(h -> h.text().stream()).distinct().toList();
        if (!secured.isEmpty()) {
            List<ServicePort> https = ports(443);
            all.add(new Portal(server(ingress, "spec.tls", 443, Speech.HTTPS, secured, https), https));
        }
    }

    private static Server server(Resource ingress, String path, long port, Speech speech, List<String> hosts,
            List<ServicePort> ports) {
        long bound = ports.stream().flatMap(p -> p.service().workloads().stream().flatMap(w -> p.targetOn(w).stream()))
                .findFirst().orElse(port);
        return new Server(ingress, path, port, bound, speech, hosts, false, false, Optional.empty());
    }

    // Unless the mesh's configuration says otherwise, Ingresses are served by the pods labelled istio: ingressgateway.
    private List<ServicePort> ports(long number) {
        return mesh.services().stream().filter(s -> s.workloads().stream().anyMatch(Portals::servesIngress))
                .flatMap(s -> s.port(number).stream()).toList();
    }

    private static boolean servesIngress(Workload workload) {
        return workload.gateway() && workload.labels().getOrDefault("istio", "").equals("ingressgateway");
    }
}
