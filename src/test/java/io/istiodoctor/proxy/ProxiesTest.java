package io.istiodoctor.proxy;

import io.istiodoctor.Tables;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.ProxyView.Side;
import io.istiodoctor.report.ProxyText;
import io.istiodoctor.report.Screen;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the proxies of a mesh are told: listeners, chains, hosts, routes and clusters, each with the field it comes from, and what is left out.
 * The outgoing side is that of one pod of a namespace.
 */
class ProxiesTest {
    private static final Screen WIDE = new Screen(200, false, true);

    static Stream<String> meshes() throws IOException {
        return Tables.meshes();
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void proxies_are_told_what_the_table_says(String name) throws IOException {
        Mesh mesh = Tables.mesh(name);
        Proxies proxies = Proxies.of(mesh);
        Stream<Workload> pods = Stream.of(proxies.gatewayPods(), proxies.waypointPods(),
                mesh.workloads().stream().filter(Workload::sidecar).toList()).flatMap(List::stream).distinct();
        Set<String> namespaces = new HashSet<>();
        List<ProxyView> views = pods
                .flatMap(p -> proxies.views(p).stream().filter(v -> v.side() != Side.OUTGOING || namespaces.add(p.namespace())))
                .toList();
        Tables.check(name, "proxies", ProxyText.render(views, List.of(), WIDE));
    }
}
