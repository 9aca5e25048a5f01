package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.MissingRight;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.RelatedObject;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.Unread;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Diagnoses made by hand, as the engine would give them. */
final class Samples {
    static final ObjectRef GATEWAY = new ObjectRef("networking.istio.io/v1", "Gateway", "shop", "storefront");
    static final ObjectRef ROUTES = new ObjectRef("networking.istio.io/v1", "VirtualService", "shop", "storefront");
    static final ObjectRef INGRESS = new ObjectRef("v1", "Service", "istio-system", "istio-ingressgateway");

    private Samples() {}

    static Finding gatewayPort(Optional<Location> location, List<Fix> fixes) {
        return new Finding("gateway-port-not-on-service", Severity.ERROR, List.of("IST0162"), GATEWAY,
                "spec.servers[0].port.number", location,
                "Gateway listens on 8000, but Service istio-system/istio-ingressgateway in front of its pods carries 80, 443 and 15021.",
                "A Gateway names a port of the gateway's Service, not of the application behind it. Istio opens the listener on the"
                        + " Service's target port, so a port that the Service lacks gets no listener and every connection is refused.",
                fixes, List.of(new RelatedObject(INGRESS, "carries the ports 80, 443 and 15021")),
                List.of("https://istio.io/latest/docs/reference/config/networking/gateway/"));
    }

    static Diagnosis files() {
        String line = "  - port: {number: 8000, name: http, protocol: HTTP}  # same as the app";
        Fix usePort80 = new Fix("Use port 80, which istio-ingressgateway carries", Optional.empty(),
                List.of(new PatchOperation("replace", "/spec/servers/0/port/number", 80L)), Optional.of(GATEWAY),
                Optional.of("""
                        --- a/examples/broken-shop/routing.yaml
                        +++ b/examples/broken-shop/routing.yaml
                        @@ -6,5 +6,5 @@
                         spec:
                           selector: {istio: ingressgateway}
                           servers:
                        -  - port: {number: 8000, name: http, protocol: HTTP}  # same as the app
                        +  - port: {number: 80, name: http, protocol: HTTP}  # same as the app
                             hosts: [shop.example.com]
                        """));
        Fix addPort = new Fix("Or add port 8000 to the Service", Optional.of("kubectl -n istio-system patch service istio-ingressgateway"
                + " --type=json -p '[{\"op\":\"add\",\"path\":\"/spec/ports/-\",\"value\":{\"name\":\"http-8000\",\"port\":8000,"
                + "\"targetPort\":8080}}]'"), List.of(), Optional.of(INGRESS), Optional.empty());
        Finding host = new Finding("destination-host-not-found", Severity.ERROR, List.of("IST0101"), ROUTES,
                "spec.http[0].route[0].destination.host",
                Optional.of(new Location("examples/broken-shop/routing.yaml", 27, 15, "        host: catalog-deployment")),
                "Service catalog-deployment does not exist in namespace shop; did you mean catalog?",
                "A destination names a Service, never a Deployment.",
                List.of(new Fix("Send the traffic to the Service catalog", Optional.empty(), List.of(), Optional.of(ROUTES),
                        Optional.of("""
                                --- a/examples/broken-shop/routing.yaml
                                +++ b/examples/broken-shop/routing.yaml
                                @@ -27 +27 @@
                                -        host: catalog-deployment
                                +        host: catalog
                                """))),
                List.of(), List.of());
        Finding shortName = new Finding("port-name-not-conventional", Severity.INFO, List.of("IST0118"), ROUTES, "spec.http[0].name",
                Optional.of(new Location("examples/broken-shop/routing.yaml", 21, 5, "  - \"name\": 'the shop''s front'")),
                "The name says nothing.", "", List.of(), List.of(), List.of());
        return new Diagnosis(List.of(gatewayPort(
                Optional.of(new Location("examples/broken-shop/routing.yaml", 9, 20, line)), List.of(usePort80, addPort)), host, shortName),
                List.of(new NotChecked("credential-not-found", "secrets are not part of the input"),
                        new NotChecked("load-balancer-pending", "a manifest does not tell the load balancer's state"),
                        new NotChecked("service-without-ready-pod", "pods are not part of the input"),
                        new NotChecked("port-bound-to-localhost", "pods are not part of the input"),
                        new NotChecked("pod-without-proxy", "pods are not part of the input"),
                        new NotChecked("workload-runs-as-proxy-user", "pods are not part of the input")),
                List.of("The ingress gateway is not part of the input; it is taken to be the default one: pods labelled istio:"
                        + " ingressgateway in istio-system, ports 80, 443, 15443, 15021 and 31400"),
                12, 16);
    }

    static Diagnosis live() {
        Finding pending = new Finding("load-balancer-pending", Severity.WARNING, List.of(), INGRESS, "status.loadBalancer",
                Optional.empty(), "Service has no external address, because nothing in this cluster hands load balancers out.",
                "Until then the node ports serve: http://192.168.96.11:30001.",
                List.of(new Fix("Hand addresses out with MetalLB", Optional.of("""
                        kubectl apply -f - <<'EOF'
                        apiVersion: metallb.io/v1beta1
                        kind: IPAddressPool
                        metadata:
                          name: default
                          namespace: metallb-system
                        spec:
                          addresses: [192.168.96.50-192.168.96.60]
                        ---
                        apiVersion: metallb.io/v1beta1
                        kind: L2Advertisement
                        metadata: {name: default, namespace: metallb-system}
                        EOF
                        """), List.of(), Optional.empty(), Optional.empty())), List.of(), List.of());
        Fix patchOnly = new Fix("Use port 80, which istio-ingressgateway carries", Optional.empty(),
                List.of(new PatchOperation("replace", "/spec/servers/0/port/number", 80L)), Optional.of(GATEWAY), Optional.empty());
        return new Diagnosis(List.of(gatewayPort(Optional.empty(), List.of(patchOnly)), pending),
                List.of(), List.of(), 1, 1);
    }

    static Diagnosis many() {
        List<Finding> findings = IntStream.rangeClosed(1, 3).boxed().flatMap(i -> IntStream.rangeClosed(1, 2).mapToObj(j -> new Finding(
                "rule-" + j, j == 1 ? Severity.ERROR : Severity.WARNING, List.of(),
                new ObjectRef(i == 2 ? "gateway.networking.k8s.io/v1" : "networking.istio.io/v1", "Gateway", i == 3 ? "" : "ns", "g" + i),
                "spec", Optional.empty(), "Message " + j + " of object " + i + ".", "", List.of(), List.of(), List.of())))
                .sorted(Finding.ORDER).toList();
        return new Diagnosis(findings, List.of(), List.of(), 3, 2);
    }

    /** Every way to harm a terminal, in every field that a cluster or a file can fill. */
    static Diagnosis nasty() {
        String bad = "a\u001b[31mred\u001b]0;title\u0007\u009b1mb\u202egnp.exe\u0000\r\n\ttab\u2028z\ud800";
        Finding finding = new Finding("rule", Severity.ERROR, List.of(bad), new ObjectRef("v1", "Service", bad, bad), bad,
                Optional.of(new Location(bad + ".yaml", 1, 4, "\tx: \u001b[2J\u202e漢字 {\"k\": 1}")), bad, bad,
                List.of(new Fix(bad, Optional.of("echo '" + bad + "'"), List.of(new PatchOperation("add", "/" + bad, bad)),
                        Optional.of(GATEWAY), Optional.empty()),
                        new Fix("t", Optional.empty(), List.of(), Optional.empty(), Optional.of("-" + bad + "\n+" + bad))),
                List.of(new RelatedObject(GATEWAY, bad)), List.of(bad));
        return new Diagnosis(List.of(finding), List.of(new NotChecked("rule", bad)), List.of(bad), 1, 1);
    }

    static Diagnosis nothing() {
        return new Diagnosis(List.of(), List.of(), List.of(), 12, 16);
    }

    /** A cluster that gives two kinds in part and one not at all. */
    static Diagnosis unread() {
        return new Diagnosis(List.of(), List.of(new NotChecked("route-unreachable", forbidden("virtualservices.networking.istio.io")),
                new NotChecked("node-port-firewalled", forbidden("nodes"))), List.of(), 12, 16,
                List.of(
                        new Unread("endpointslices.discovery.k8s.io", Set.of(),
                                "listing endpointslices.discovery.k8s.io in all namespaces failed (503:"
                                        + " the server is currently unable to handle the request)",
                                Optional.empty()),
                        unread("nodes", Set.of()), unread("virtualservices.networking.istio.io", Set.of("istio-system", "shop"))),
                List.of(new Unanswered("the 24 rules of routing", forbidden("virtualservices.networking.istio.io"))));
    }

    /** A cluster that gives hardly anything. */
    static Diagnosis forbidden() {
        return new Diagnosis(List.of(), List.of(new NotChecked("route-unreachable", forbidden("virtualservices.networking.istio.io"))),
                List.of(), 1, 1,
                List.of(unread("gateways.networking.istio.io", Set.of()), unread("nodes", Set.of()), unread("pods", Set.of("shop")),
                        unread("virtualservices.networking.istio.io", Set.of())),
                List.of());
    }

    private static Unread unread(String resource, Set<String> read) {
        return new Unread(resource, read, forbidden(resource),
                Optional.of(new MissingRight("list", resource, (resource.equals("nodes") ? "" : " --all-namespaces") + " --context prod")));
    }

    private static String forbidden(String resource) {
        return "listing " + resource + " is forbidden to jane (403)";
    }
}
