package io.istiodoctor.trace;

import io.istiodoctor.Tables;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.proxy.Proxies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The URLs of a mesh and what becomes of each, what is missing where a Service has none, and the requests that proxies are configured for. */
class UrlTablesTest {
    private static final Diagnosis NOTHING_FOUND = new Diagnosis(List.of(), List.of(), List.of(), 0, 0);
    private static final int MOST = 12;

    static Stream<String> meshes() throws IOException {
        return Tables.meshes();
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void urls_are_those_of_the_table(String name) throws IOException {
        Mesh mesh = Tables.mesh(name);
        Proxies proxies = Proxies.of(mesh);
        String urls = Urls.of(mesh, proxies, () -> NOTHING_FOUND, new Scope.Everything()).stream().map(UrlTablesTest::shown)
                .collect(Collectors.joining());
        String without = mesh.services().stream().map(s -> without(mesh, proxies, s)).collect(Collectors.joining());
        Tables.check(name, "urls", "# URLs\n" + urls + "\n# Services without one\n" + without
                + "\n# Requests from outside\n" + shown(KnownRequests.fromOutside(mesh, proxies, MOST))
                + "\n# Requests from inside\n" + shown(KnownRequests.fromInside(mesh, proxies, MOST)));
    }

    private static String shown(UrlRow row) {
        String way = Stream.of(Optional.of(row.via()), row.gateway(), row.route(), row.address(), row.wanted().map(WantedAddress::name))
                .flatMap(Optional::stream).map(Object::toString).filter(w -> !w.isEmpty()).collect(Collectors.joining(", "));
        return row.url() + " of " + row.host() + " -> " + row.to() + " (" + way + ")\n  " + row.command() + "\n  " + row.verdict()
                + row.answer().at().map(a -> " at " + a).orElse("") + ": " + row.answer().expect()
                + (row.answer().why().isEmpty() ? "" : "; " + row.answer().why()) + "\n";
    }

    private static String without(Mesh mesh, Proxies proxies, Service service) {
        ServiceReach reach = ServiceTracer.trace(mesh, proxies, NOTHING_FOUND, service.name() + "." + service.namespace());
        return reach.missing().isEmpty() ? "" : reach.service() + ": " + String.join(" ", reach.missing()) + "\n"
                + reach.manifest().map(m -> m.indent(4)).orElse("");
    }

    private static String shown(List<TraceRequest> requests) {
        return requests.stream().map(r -> r.method() + " " + r.url() + r.headers().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(h -> " " + h.getKey() + ":" + h.getValue()).collect(Collectors.joining())
                + r.address().map(a -> " at " + a.host() + ":" + a.port()).orElse("")
                + (r.from() instanceof RequestOrigin.FromWorkload(String namespace, String pod) ? " from " + namespace + "/" + pod : "")
                + "\n")
                .collect(Collectors.joining());
    }
}
