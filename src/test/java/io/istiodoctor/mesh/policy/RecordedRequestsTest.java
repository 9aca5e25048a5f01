package io.istiodoctor.mesh.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.RecordedSidecars;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.SidecarInbound;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.yaml.YamlReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Requests that pods really sent to pods: what their proxies did with them is what chains and policies say. */
class RecordedRequestsTest {
    record Sent(String scheme, String authority, String method, String path, Map<String, String> headers) implements Request {
        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public String sni() {
            return "";
        }
    }

    /** Where a request of a pod goes: the pod and port, and how the client's proxy sends it. */
    record Way(Workload server, long port, boolean mutual, boolean http, boolean http2) {}

    @Test
    void requests_meet_what_chains_and_policies_say() {
        List<String> differences = new ArrayList<>();
        Map<String, Integer> verdicts = new TreeMap<>();
        // The laboratory's certificates are of the default trust domain.
        for (RecordedSidecars mesh : RecordedSidecars.all().stream().filter(m -> m.trustDomain().equals("cluster.local")).toList()) {
            for (JsonObject request : mesh.requests()) {
                judge(mesh, request, differences, verdicts);
            }
        }
        System.getLogger("requests").log(System.Logger.Level.INFO, verdicts.toString());
        assertEquals(List.of(), differences.subList(0, Math.min(6, differences.size())), differences.size() + " of " + verdicts);
    }

    private static void judge(RecordedSidecars mesh, JsonObject sent, List<String> differences, Map<String, Integer> verdicts) {
        Optional<Way> way = sent.has("from")
                ? way(mesh.proxies(), mesh.pod(sent.get("from").getAsString()), URI.create(sent.get("url").getAsString()))
                : Optional.empty();
        String real = real(sent.getAsJsonObject("truth"));
        if (way.isEmpty() || real.isEmpty()) {
            return;
        }
        String here = expected(mesh, sent, way.get());
        verdicts.merge(here, 1, Integer::sum);
        if (!here.equals(real) && !here.equals("undecided") && !(here.equals("through") && real.equals("application"))) {
            differences.add(mesh.name() + " " + sent + " here: " + here + " real: " + real + "\n");
        }
    }

    private static String real(JsonObject truth) {
        String error = truth.has("error") ? truth.get("error").getAsString() : "";
        int status = truth.has("status") ? truth.get("status").getAsInt() : 0;
        String log = truth.has("log") ? truth.get("log").getAsString() : "";
        if (error.equals("timeout") || error.equals("refused") || log.contains("Connection_refused") || log.contains("no_healthy")
                || log.contains("ext_authz")) {
            return "";
        }
        if (log.contains("rbac_access_denied") || status == 403) {
            return "denied";
        }
        if (status == 401) {
            return "refused";
        }
        if (error.equals("reset") || error.equals("eof") || status == 503) {
            return "cut";
        }
        return status >= 400 ? "application" : "through";
    }

    private static Optional<Way> way(Proxies proxies, Workload client, URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        Optional<Workload> direct = proxies.endpoints().pods().at(url.getHost());
        if (direct.isPresent()) {
            return direct.filter(w -> w.sidecar() && declared(w, port))
                    .map(w -> new Way(w, port, false, !url.getScheme().equals("tcp"), false));
        }
        String host = url.getHost().endsWith(".svc.cluster.local") ? url.getHost() : url.getHost() + ".svc.cluster.local";
        Optional<RegistryService> service = proxies.registry().find(host).stream().findFirst().filter(s -> !s.addresses().isEmpty());
        Optional<RegistryPort> at = service.flatMap(s -> s.port(port));
        Optional<Workload> server = service.flatMap(s -> s.kubernetes()).flatMap(s -> s.pods().stream().findFirst())
                .filter(Workload::sidecar);
        Optional<Long> target = at.flatMap(p -> server.flatMap(s -> p.servicePort().orElseThrow().targetOn(s)));
        if (target.isEmpty() || !declared(server.get(), target.get())) {
            return Optional.empty();
        }
        Protocol protocol = at.get().protocol();
        boolean mutual = client.sidecar() && !proxies.inbound(server.get()).mode(target.get()).mode().equals("DISABLE");
        boolean http = url.getScheme().equals("http") && (!client.sidecar() || protocol.http() || protocol == Protocol.DETECTED);
        // A proxy that expects HTTP answers bytes by itself.
        return client.sidecar() && url.getScheme().equals("tcp") && protocol.http() ? Optional.empty()
                : Optional.of(new Way(server.get(), target.get(), mutual, http,
                        client.sidecar() && protocol == Protocol.GRPC || protocol == Protocol.HTTP2));
    }

    // The laboratory listens on these.
    private static boolean declared(Workload pod, long port) {
        return pod.ports().stream().anyMatch(p -> p.number() == port);
    }

    private static String expected(RecordedSidecars mesh, JsonObject sent, Way way) {
        SidecarInbound inbound = mesh.proxies().inbound(way.server());
        String protocol = way.mutual() ? way.http() ? way.http2() ? "istio-h2" : "istio-http/1.1" : "istio" : way.http() ? "http/1.1" : "";
        Optional<FilterChain> chain = choose(inbound.listener(way.port()).chains(), way.mutual(), protocol);
        if (chain.isEmpty()) {
            return "cut";
        }
        boolean requests = chain.get().content() instanceof Content.Http;
        if (requests && !way.http()) {
            return "undecided";
        }
        Workload client = mesh.pod(sent.get("from").getAsString());
        Peer peer = chain.get().tls().isEmpty() ? Peer.ANONYMOUS : Peer.of(mesh.trustDomain(), client.namespace(), client.serviceAccount());
        URI url = URI.create(sent.get("url").getAsString());
        // On the laboratory's one machine a connection comes from the address that it goes to.
        Address source = new Address.Known(way.server().podIP());
        Map<String, String> headers = new HashMap<>();
        if (sent.has("headers")) {
            sent.getAsJsonObject("headers").asMap().forEach((k, v) -> headers.put(k, v.getAsString()));
        }
        Optional<String> path = mesh.proxies().pathNormalization().normalized(url.getRawPath().isEmpty() ? "/" : url.getRawPath());
        Request request = new Sent("http", url.getAuthority(), sent.has("method") ? sent.get("method").getAsString() : "GET",
                path.orElseThrow(), headers);
        PolicyFacts facts = new PolicyFacts(peer, source, source, new Address.Known(way.server().podIP()), way.port(), sni(way, url),
                requests ? Optional.of(request) : Optional.empty(), token(sent));
        return switch (mesh.proxies().policies(way.server()).decide(facts)) {
            case PolicyDecision.Allowed allowed -> "through";
            case PolicyDecision.Denied denied -> requests ? "denied" : "cut";
            case PolicyDecision.TokenRefused refused -> refused.status() == 403 ? "denied" : "refused";
            case PolicyDecision.Undecided undecided -> "undecided";
        };
    }

    private static String sni(Way way, URI url) {
        String host = url.getHost().endsWith(".svc.cluster.local") ? url.getHost() : url.getHost() + ".svc.cluster.local";
        return way.mutual() ? "outbound_." + (url.getPort() < 0 ? 80 : url.getPort()) + "_._." + host : "";
    }

    // The claims are as the generator signed them, where it signed them well and in their time.
    private static Token token(JsonObject sent) {
        if (!sent.has("token") || !sent.get("token").getAsString().equals("good")) {
            return Token.AS_SENT;
        }
        JsonObject claims = sent.getAsJsonObject("claims");
        boolean usual = sent.getAsJsonObject("headers").has("authorization")
                && sent.getAsJsonObject("headers").get("authorization").getAsString().startsWith("Bearer ");
        return !usual || claims.get("exp").getAsLong() < 2_000_000_000L ? Token.AS_SENT
                : new Token.Claiming(new Claims(YamlReader.read("claims", claims.toString()).getFirst().root()));
    }

    // Envoy's choice: TLS or not, then the application protocol, else the chain that asks for none.
    private static Optional<FilterChain> choose(List<FilterChain> chains, boolean tls, String protocol) {
        List<FilterChain> fitting = chains.stream().filter(c -> c.match().transport() == Transport.ANY
                || (c.match().transport() == Transport.TLS) == tls).toList();
        return fitting.stream().filter(c -> c.match().protocols().contains(protocol)).findFirst()
                .or(() -> fitting.stream().filter(c -> c.match().protocols().isEmpty()).findFirst());
    }
}
