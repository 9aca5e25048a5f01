package io.istiodoctor.proxy.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.proxy.RecordedSidecars;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.SidecarInbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every chain and cluster of the incoming side of every recorded sidecar is as istiod made it. */
class RecordedInboundTest {
    /** A port that nothing names. */
    private static final long OTHER = 4242;

    @Test
    void chains_and_clusters_are_those_of_istiod() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (RecordedSidecars mesh : RecordedSidecars.all()) {
            for (Map.Entry<String, JsonObject> told : mesh.told().entrySet()) {
                if (!told.getKey().equals("gateway")) {
                    compared++;
                    SidecarInbound inbound = mesh.proxies().inbound(mesh.pod(told.getKey()));
                    compare(mesh.name() + " " + told.getKey(), told.getValue(), inbound, differences);
                }
            }
        }
        assertEquals(List.of(), differences.subList(0, Math.min(8, differences.size())),
                differences.size() + " of " + compared + " sidecars");
    }

    private static void compare(String name, JsonObject told, SidecarInbound inbound, List<String> differences) {
        Map<Long, Set<String>> real = new TreeMap<>();
        told.getAsJsonArray("chains").forEach(c -> real.computeIfAbsent(c.getAsJsonObject().get("port").getAsLong(), p -> new TreeSet<>())
                .add(shown(c.getAsJsonObject())));
        Set<Long> ports = new TreeSet<>(real.keySet());
        ports.addAll(inbound.ports());
        ports.addAll(Set.of(0L, 8080L, 9090L, 7070L, 5555L));
        for (long port : ports) {
            Set<String> expected = real.getOrDefault(port, real.get(0L));
            Set<String> actual = new TreeSet<>(
                    inbound.listener(port == 0 ? OTHER : port).chains().stream().map(RecordedInboundTest::shown).toList());
            // Where no chain of a port ends TLS, it is not looked for, and "plain" takes it too.
            if (expected.stream().noneMatch(c -> c.startsWith("tls"))) {
                expected = new TreeSet<>(expected.stream().map(c -> c.replaceFirst("raw_buffer", "any")).toList());
            }
            if (!expected.equals(actual)) {
                differences.add(name + ":" + port + " istiod " + expected + " | here " + actual);
            }
        }
        for (Map.Entry<String, JsonElement> cluster : told.getAsJsonObject("clusters").entrySet()) {
            ClusterName wanted = cluster.getKey().startsWith("inbound|")
                    ? ClusterName.inbound(Long.parseLong(cluster.getKey().split("\\|")[1]))
                    : ClusterName.INBOUND_PASSTHROUGH;
            String actual = inbound.cluster(wanted).map(RecordedInboundTest::spoken).orElse("missing");
            if (!actual.equals(cluster.getValue().getAsString())) {
                differences.add(name + " " + wanted + " istiod " + cluster.getValue() + " | here " + actual);
            }
        }
    }

    private static String spoken(Cluster cluster) {
        return cluster.http2() ? "http2" : cluster.protocol() == Protocol.DETECTED ? "downstream" : "http1";
    }

    private static String shown(JsonObject chain) {
        List<String> protocols = chain.getAsJsonArray("protocols").asList().stream().map(JsonElement::getAsString).sorted().toList();
        return chain.get("transport").getAsString() + " " + protocols + (chain.get("tls").getAsBoolean() ? " mtls " : " ")
                + chain.get("kind").getAsString() + " " + chain.get("cluster").getAsString();
    }

    private static String shown(FilterChain chain) {
        String transport = chain.match().transport() == Transport.TLS ? "tls" : chain.match().transport() == Transport.PLAIN ? "raw_buffer"
                : "any";
        List<ClusterShare> clusters = switch (chain.content()) {
            case Content.Http http -> http.routes().hosts().getFirst().routes().getFirst().action() instanceof RouteAction.Forward f
                    ? f.clusters() : List.of();
            case Content.Tcp tcp -> tcp.clusters();
        };
        return transport + " " + chain.match().protocols().stream().sorted().toList() + (chain.tls().isPresent() ? " mtls " : " ")
                + (chain.content() instanceof Content.Http ? "http " : "tcp ") + clusters.getFirst().cluster();
    }
}
