package io.istiodoctor.conversion;

import io.istiodoctor.conversion.gatewayapi.GatewayApiConversion;
import io.istiodoctor.conversion.ingress.IngressConversion;
import io.istiodoctor.mesh.Meshes;
import io.istiodoctor.model.Certainty;
import java.util.List;
import java.util.stream.Collectors;

/** Conversions of a test's own manifests, and what is left out in short. */
final class Samples {
    /** A Gateway in namespace edge that takes HTTP for shop.example.com from every namespace, and a Service to send it to. */
    static final String EDGE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: edge}
            spec:
              gatewayClassName: istio
              listeners:
              - {name: http, port: 80, protocol: HTTP, hostname: shop.example.com, allowedRoutes: {namespaces: {from: All}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
            ---
            """;

    private Samples() {}

    /** What becomes of the Gateway API's objects in a cluster of which everything is known. */
    static Conversion gatewayApi(String manifests) {
        return GatewayApiConversion.of(ConversionInput.of(Meshes.complete(manifests)));
    }

    /** What becomes of them where the manifests may be a part of more. */
    static Conversion partly(String manifests) {
        return GatewayApiConversion.of(ConversionInput.of(Meshes.partial(manifests)));
    }

    /** What becomes of the Ingresses in a cluster of which everything is known. */
    static Conversion ingresses(String manifests) {
        return IngressConversion.of(ConversionInput.of(Meshes.complete(manifests)));
    }

    /** An HTTPRoute in namespace shop. */
    static String route(String spec) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: shop}
                spec:
                """ + spec.indent(2);
    }

    /** Each in one line: reason, what is left out, the cause where it is another, who won or lacks, the detail, the certainty where it is not sure. */
    static String leftOut(Conversion conversion) {
        return conversion.leftOut().stream().map(Samples::line).sorted().collect(Collectors.joining("\n"));
    }

    private static String line(LeftOut left) {
        StringBuilder line = new StringBuilder(left.reason() + " " + left.at());
        line.append(left.cause().equals(left.at()) ? "" : " <- " + left.cause().path());
        left.by().ifPresent(by -> line.append(" by ").append(by));
        line.append(left.detail().isEmpty() ? "" : ": " + left.detail());
        return line.append(left.certainty() == Certainty.CERTAIN ? "" : " " + left.certainty()).toString();
    }

    /** The names of what was made. */
    static List<String> names(List<RoutingObject> made) {
        return made.stream().map(m -> m.resource().ref().qualifiedName()).toList();
    }
}
