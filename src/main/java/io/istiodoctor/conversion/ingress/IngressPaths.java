package io.istiodoctor.conversion.ingress;

import io.istiodoctor.conversion.BackendService;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paths of an Ingress' rule as rules of a VirtualService (virtualservices.go, convertIngressRule). */
final class IngressPaths {
    private final ConversionInput input;
    private final List<LeftOut> leftOut;

    IngressPaths(ConversionInput input, List<LeftOut> leftOut) {
        this.input = input;
        this.leftOut = leftOut;
    }

    List<Part> convert(Written rule, String namespace) {
        List<Part> made = new ArrayList<>();
        for (Written path : rule.get("http").get("paths").elements()) {
            destination(path, namespace).ifPresent(d -> {
                Part route = Part.mapping(path.get("backend").at()).with("destination", d).with("weight",
                        Part.of(100, path.get("backend").at()));
                Part plain = Part.mapping(path.at());
                Part matched = match(path)
                        .map(m -> plain.with("match", Part.list(List.of(Part.mapping(path.at()).with("uri", m)), path.at()))).orElse(plain);
                made.add(matched.with("route", Part.list(List.of(route), path.get("backend").at())));
            });
        }
        return made;
    }

    private static Optional<Part> match(Written path) {
        FieldRef at = path.get("path").at();
        String text = path.text("path");
        return switch (path.text("pathType")) {
            case "Exact" -> Optional.of(Part.mapping(at).with("exact", text, at));
            case "Prefix" -> Optional.of(Part.mapping(at).with("prefix", text, at));
            default -> ownForm(text, at);
        };
    }

    // What is neither exact nor a prefix: a path that ends in /* or .* is a prefix, one that is nothing else matches everything.
    private static Optional<Part> ownForm(String text, FieldRef at) {
        if (List.of("", "*", "/*", ".*").contains(text)) {
            return Optional.empty();
        }
        boolean prefix = text.endsWith(".*") || text.endsWith("/*");
        return Optional.of(Part.mapping(at).with(prefix ? "prefix" : "exact", prefix ? text.substring(0, text.length() - 2) : text, at));
    }

    private Optional<Part> destination(Written path, String namespace) {
        Written backend = path.get("backend");
        // The form of networking.k8s.io/v1beta1 has the name and port beside each other.
        Written service = backend.get("service").isPresent() ? backend.get("service") : backend;
        Written name = backend.get("service").isPresent() ? service.get("name") : backend.get("serviceName");
        Written port = backend.get("service").isPresent() ? service.get("port") : backend.get("servicePort");
        if (!name.isPresent()) {
            leftOut.add(LeftOut.of(Reason.BACKEND_NOT_SERVICE, path.at(), "").because(backend.at()));
            return Optional.empty();
        }
        BackendService named = new BackendService(input, namespace, name.text().orElse(""));
        Written written = port.get("number").isPresent() || port.get("name").isPresent() ? port.get("number") : port;
        Optional<Part> selected = written.node().number().filter(n -> n > 0).isPresent() ? numbered(named, service, name, written)
                : called(named, path, port.get("name").isPresent() ? port.get("name") : port);
        String host = input.service(named.name(), namespace);
        return selected
                .map(n -> Part.mapping(service.at()).with("host", host, name.at()).with("port", Part.mapping(port.at()).with("number", n)));
    }

    private Optional<Part> numbered(BackendService service, Written backend, Written name, Written port) {
        service.missing(backend.at()).map(l -> l.because(name.at())).ifPresent(leftOut::add);
        service.lacking(backend.at(), port).ifPresent(leftOut::add);
        return Optional.of(Part.of(port));
    }

    private Optional<Part> called(BackendService service, Written path, Written port) {
        String name = port.text().orElse("");
        Optional<Long> number = service.number(name);
        if (number.isEmpty()) {
            leftOut.add(LeftOut.of(Reason.PORT_NAME_UNKNOWN, path.at(), name).because(port.at())
                    .by(FieldRef.of(new ObjectRef("v1", "Service", service.namespace(), service.name())))
                    .sure(service.absence().orElse(Certainty.CERTAIN)));
        }
        return number.map(n -> Part.of(n, port.at()));
    }
}
