package io.istiodoctor.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.conversion.ingress.IngressConversion;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.model.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of Ingresses, and why nothing does. */
class IngressConversionTest {
    private static final String CLASSES = """
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: istio}
            spec: {controller: istio.io/ingress-controller}
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: nginx}
            spec: {controller: k8s.io/ingress-nginx}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
            ---
            """;

    private static String ingress(String annotations, String spec) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop, namespace: shop, annotations: {%s}}
                spec: {%s}
                """.formatted(annotations, spec);
    }

    private static final String RULES = "rules: [{host: a.b, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}]}}]";

    private static String mode(String settings) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {mesh: "%s"}
                ---
                """.formatted(settings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ingressControllerMode: STRICT  |       | istio   |
            ingressControllerMode: STRICT  |       | nginx   | CLASS_OF_ANOTHER
            ingressControllerMode: STRICT  |       | traefik | CLASS_MISSING
            ingressControllerMode: STRICT  |       |         | INGRESS_WITHOUT_CLASS
            ingressControllerMode: STRICT  | istio |         |
            ingressControllerMode: STRICT  | nginx |         | CLASS_OF_ANOTHER
            ingressClass: edge             | edge  |         |
            ingressClass: edge             | istio |         | CLASS_OF_ANOTHER
            ingressControllerMode: DEFAULT |       |         |
            ingressControllerMode: DEFAULT |       | traefik |
            ingressControllerMode: DEFAULT |       | nginx   | CLASS_OF_ANOTHER
            "ingressControllerMode: 'OFF'" |       | istio   | INGRESS_OFF
            """, quoteCharacter = '"')
    void classes(String settings, String annotated, String className, String expected) {
        Conversion made = Samples
                .ingresses(mode(settings) + CLASSES + ingress(annotated == null ? "" : "kubernetes.io/ingress.class: " + annotated,
                        (className == null ? "" : "ingressClassName: " + className + ", ") + RULES));
        assertEquals(expected, made.leftOut().stream().map(l -> l.reason().name()).findFirst().orElse(null));
        assertEquals(expected == null ? 1 : 0, made.gateways().size());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            {path: /a, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}   => {prefix=/a} 80
            {path: /a, pathType: Exact, backend: {service: {name: cart, port: {number: 8080}}}}  => {exact=/a} 8080
            {path: /a, pathType: ImplementationSpecific, backend: {service: {name: cart, port: {name: http}}}} => {exact=/a} 80
            {path: /a/*, pathType: ImplementationSpecific, backend: {service: {name: cart, port: {name: http}}}} => {prefix=/a} 80
            {path: /a.*, pathType: ImplementationSpecific, backend: {service: {name: cart, port: {name: http}}}} => {prefix=/a} 80
            {path: /*, pathType: ImplementationSpecific, backend: {service: {name: cart, port: {name: http}}}}   => {} 80
            {path: /a, pathType: Prefix, backend: {service: {name: cart, port: {name: web}}}}    => PORT_NAME_UNKNOWN
            {path: /a, pathType: Prefix, backend: {resource: {kind: Bucket, name: b}}}           => BACKEND_NOT_SERVICE
            """)
    void paths(String path, String expected) {
        Conversion made = Samples
                .ingresses(CLASSES + ingress("", "ingressClassName: istio, rules: [{host: a.b, http: {paths: [" + path + "]}}]"));
        var http = made.virtualServices().getFirst().resource().spec().get("http").elements();
        assertEquals(expected, http.isEmpty() ? made.leftOut().getFirst().reason().name() : plain(http.getFirst()));
    }

    @Test
    void a_backend_of_an_old_version() {
        Conversion made = Samples.ingresses(CLASSES + ingress("",
                "ingressClassName: istio, rules: [{host: a.b, http: {paths: [{backend: {serviceName: cart, servicePort: http}}]}}]")
                .replace("networking.k8s.io/v1", "networking.k8s.io/v1beta1"));
        assertEquals("{} 80", plain(made.virtualServices().getFirst().resource().spec().get("http").elements().getFirst()));
    }

    private static String plain(Node rule) {
        StringBuilder uri = new StringBuilder("{");
        rule.get("match").elements()
                .forEach(m -> m.get("uri").fields().forEach((k, v) -> uri.append(k).append('=').append(v.text().orElse(""))));
        return uri + "} " + rule.get("route").elements().getFirst().get("destination").get("port").text("number");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            {name: cart, port: {number: 9999}}   => BACKEND_PORT_UNKNOWN Ingress shop/shop %s <- %s.port.number by Service shop/cart spec.ports: 9999
            {name: nosuch, port: {number: 80}}   => BACKEND_MISSING Ingress shop/shop %s <- %s.name by Service shop/nosuch: shop/nosuch
            {name: cart, port: {number: 80}}     =>
            """)
    void a_backend_that_is_not_there_keeps_its_route(String service, String expected) {
        Conversion made = Samples.ingresses(CLASSES + ingress("", "ingressClassName: istio, rules: [{host: a.b, http: {paths: [{path: /, "
                + "pathType: Prefix, backend: {service: " + service + "}}]}}]"));
        assertEquals(expected == null ? "" : expected.replace("%s", "spec.rules[0].http.paths[0].backend.service"), Samples.leftOut(made));
        assertEquals(1, made.virtualServices().getFirst().resource().spec().get("http").elements().size());
    }

    @Test
    void what_istiod_does_not_serve_is_told() {
        Conversion made = Samples.ingresses(CLASSES + ingress("",
                "ingressClassName: istio, defaultBackend: {service: {name: cart, port: {number: 80}}}, tls: [{hosts: [a.b]}], rules: [{host: a.b}]"));
        assertEquals("""
                DEFAULT_BACKEND Ingress shop/shop spec.defaultBackend
                PATHS_MISSING Ingress shop/shop spec.rules[0]: a.b
                SECRET_NAME_MISSING Ingress shop/shop spec.tls[0]""", Samples.leftOut(made));
    }

    @Test
    void rules_for_one_host_become_one_virtual_service_of_the_oldest_ingress() {
        String rule = "ingressClassName: istio, rules: [{host: a.b, http: {paths: [{path: %s, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}]}}]";
        String old = ingress("", rule.formatted("/a")).replace("name: shop,", "name: older, creationTimestamp: \"2026-01-01T00:00:00Z\",");
        Conversion made = Samples.ingresses(CLASSES + ingress("", rule.formatted("/longer")).replace("name: shop,",
                "name: younger, creationTimestamp: \"2026-02-01T00:00:00Z\",") + "---\n" + old);
        assertEquals(List.of("shop/a-b-older-istio-autogenerated-k8s-ingress"), Samples.names(made.virtualServices()));
        RoutingObject merged = made.virtualServices().getFirst();
        assertEquals("istio-system/older-istio-autogenerated-k8s-ingress-shop",
                merged.resource().spec().get("gateways").elements().getFirst().text()
                        .orElseThrow());
        assertEquals("Ingress shop/younger spec.rules[0].http.paths[0]", merged.origin("spec.http[0]").toString());
        assertEquals(
                List.of("istio-system/older-istio-autogenerated-k8s-ingress-shop",
                        "istio-system/younger-istio-autogenerated-k8s-ingress-shop"),
                Samples.names(made.gateways()));
    }

    @Test
    void a_class_called_istio_that_was_not_read_is_taken_for_istios() {
        Conversion made = IngressConversion.of(ConversionInput.of(Meshes.partial(ingress("", "ingressClassName: istio, " + RULES))));
        assertEquals(1, made.gateways().size());
        assertEquals("UNKNOWN", made.gateways().getFirst().doubt("spec").orElseThrow().certainty().name());
    }
}
