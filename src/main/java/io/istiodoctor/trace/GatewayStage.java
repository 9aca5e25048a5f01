package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Credential;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayAccount;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Listener;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Front.OnPort;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which server takes the connection: listener, protocol, SNI, certificate, redirect. */
final class GatewayStage {
    /**
     * What goes on to routing.
     *
     * @param server that takes the request
     * @param routed the servers whose routes count: for plain HTTP all of the port
     */
    record Accepted(Server server, List<Server> routed) {}

    private final Journey journey;
    private final TraceRequest request;
    private final EntryPoint entry;

    GatewayStage(Journey journey, EntryPoint entry) {
        this.journey = journey;
        this.request = journey.request();
        this.entry = entry;
    }

    Optional<Accepted> accept() {
        OnPort on = journey.net().front().behind(entry);
        if (on.servers().isEmpty()) {
            return new SilentPort(journey, entry).explain();
        }
        List<Server> tcp = on.servers().stream().filter(s -> s.speech() == Speech.TCP).toList();
        if (!tcp.isEmpty()) {
            return take(tcp.getFirst(), tcp, "every connection");
        }
        return request.tls() ? byName(on) : byHost(on);
    }

    private Optional<Accepted> byHost(OnPort on) {
        List<Server> plain = on.servers().stream().filter(s -> s.speech() == Speech.HTTP).toList();
        if (plain.isEmpty()) {
            Server server = on.servers().getFirst();
            return refuse(server, "Port " + server.port() + " of " + server.ref() + " speaks TLS, not plain " + request.scheme()
                    + "; use https://.", "connection reset");
        }
        if (!request.http()) {
            return take(plain.getFirst(), plain, "a connection; what is sent must be HTTP");
        }
        String host = request.authority();
        Optional<Server> server = plain.stream().filter(s -> s.hostFor(host).isPresent())
                .max(Comparator.comparing((Server s) -> s.hostFor(host).orElseThrow(), HostPattern.BY_SPECIFICITY)
                        .thenComparing(Server::redirect));
        return server.isEmpty() ? unserved(on, plain, host, "No server on port " + plain.getFirst().port() + " has the host " + host
                + "; there are " + hosts(plain) + skipped(on) + ".", "404 NR")
                : server.get().redirect() ? redirect(server.get()) : take(server.get(), plain, "the host " + host);
    }

    private Optional<Accepted> redirect(Server server) {
        String to = Addresses.url("https", request.authority(), 443, request.target());
        journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.OK,
                listens(server) + " and answers plain HTTP with a redirect (httpsRedirect) to " + to + ".", "", passed(server));
        journey.redirect(to, "301 to " + to);
        return Optional.empty();
    }

    private Optional<Accepted> byName(OnPort on) {
        List<Server> secured = on.servers().stream().filter(s -> s.speech().tls()).toList();
        if (secured.isEmpty()) {
            Server server = on.servers().getFirst();
            return refuse(server, "Port " + server.port() + " of " + server.ref() + " speaks plain HTTP, not TLS; use http://.",
                    "TLS error (wrong version number)");
        }
        Optional<Server> server = secured.stream().filter(s -> s.hostFor(request.sni()).isPresent())
                .max(Comparator.comparing((Server s) -> s.hostFor(request.sni()).orElseThrow(), HostPattern.BY_SPECIFICITY));
        if (server.isEmpty()) {
            return unserved(on, secured, request.sni(), (request.sni().isEmpty() ? "The client names no host in its TLS greeting (an address has none)"
                    : "No server on port " + secured.getFirst().port() + " has the host " + request.sni()) + "; there are "
                    + hosts(secured) + skipped(on) + ".", "TLS reset");
        }
        return server.get().speech() == Speech.PASSTHROUGH ? take(server.get(), List.of(server.get()), "the host " + request.sni())
                : certificate(server.get());
    }

    private Optional<Accepted> certificate(Server server) {
        String client = server.clientCertificate() ? "; the client must show a certificate" : "";
        for (Credential credential : server.credentials()) {
            if (!credential.missingIn().isEmpty()) {
                journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.BROKEN, listens(server) + ", but Secret "
                        + credential.secret() + " is not in " + String.join(", ", credential.missingIn())
                        + ", where the gateway's pods read it.", "TLS reset", passed(server));
                return Optional.of(new Accepted(server, List.of(server)));
            }
            if (!credential.unknown().isEmpty()) {
                journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.UNKNOWN, listens(server)
                        + "; whether Secret " + credential.secret() + " exists is not known: " + credential.unknown() + ".", "",
                        passed(server));
                return Optional.of(new Accepted(server, List.of(server)));
            }
        }
        Optional<GatewayAccount> refused = server.credentials().isEmpty() ? Optional.empty()
                : server.istio().flatMap(s -> journey.net().mesh().refusedAccount(s.gateway()));
        if (refused.isPresent()) {
            List<Passed> passed = new ArrayList<>(passed(server));
            passed.add(Step.deep(refused.get().resource().ref(), ""));
            journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.BROKEN, listens(server) + ", but service account "
                    + refused.get().account() + " of the gateway's pods may not read Secrets.", "TLS reset", passed);
            return Optional.of(new Accepted(server, List.of(server)));
        }
        String secrets = server.credentials().stream().map(c -> c.secret() + " in " + String.join(", ", c.namespaces()))
                .collect(Collectors.joining(", "));
        journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.OK, listens(server)
                + (secrets.isEmpty() ? "" : ", certificate from Secret " + secrets) + client + ".", "TLS reset", passed(server));
        return Optional.of(new Accepted(server, List.of(server)));
    }

    private Optional<Accepted> take(Server server, List<Server> routed, String what) {
        journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.OK, listens(server) + " and takes " + what + ".", "404 NR",
                passed(server));
        return Optional.of(new Accepted(server, routed));
    }

    private Optional<Accepted> refuse(Server server, String message, String expect) {
        journey.step(Stage.GATEWAY, Optional.of(server.ref()), HopStatus.BROKEN, message, expect, passed(server));
        return Optional.empty();
    }

    /** No server has the host; VirtualServices that do, and servers left out, show what was meant. */
    private Optional<Accepted> unserved(OnPort on, List<Server> servers, String host, String message, String expect) {
        List<Passed> passed = new ArrayList<>();
        Stream.concat(servers.stream(), on.skipped().keySet().stream()).forEach(s -> {
            passed.add(Step.shallow(s.ref(), ""));
            passed.add(Step.shallow(s.ref(), s.path()));
            passed.add(Step.deep(s.ref(), s.path() + ".hosts"));
            journey.net().routes().on(s).forEach(r -> r.hosts().stream().filter(h -> HostPattern.covers(h.name(), host))
                    .forEach(h -> passed.add(Step.deep(r.owner().ref(), h.path()))));
        });
        journey.step(Stage.GATEWAY, Optional.of(servers.getFirst().ref()), HopStatus.BROKEN, message, expect, passed);
        return Optional.empty();
    }

    private String listens(Server server) {
        return listens(server, entry);
    }

    static String listens(Server server, EntryPoint entry) {
        String bound = server.bound() == server.port() ? "" : " (port " + server.bound() + " of the pods)";
        return "Listens on " + server.port() + bound + " for " + server.speech().words() + " to " + String.join(", ", server.hosts());
    }

    private static String hosts(List<Server> servers) {
        return servers.stream().flatMap(s -> s.hosts().stream()).distinct().limit(6).collect(Collectors.joining(", "));
    }

    private static String skipped(OnPort on) {
        Optional<Map.Entry<Server, String>> first = on.skipped().entrySet().stream().findFirst();
        return first.map(s -> "; " + s.getKey().ref() + " is left out on this port, because " + s.getValue()).orElse("");
    }

    static List<Passed> passed(Server server) {
        return List.of(Step.shallow(server.ref(), ""), Step.deep(server.ref(), server.path()));
    }

    /** The Gateways that were meant for a port on which nothing listens. */
    private record SilentPort(Journey journey, EntryPoint entry) {
        private record Culprit(GatewayServer server, String why) {}

        Optional<Accepted> explain() {
            long port = entry.servicePort().map(p -> p.number()).orElse(entry.port());
            List<Culprit> culprits = culprits(port);
            ObjectRef object = culprits.stream().findFirst().map(c -> c.server().resource().ref()).orElse(EntryStage.ref(entry));
            List<Passed> passed = new ArrayList<>();
            culprits.forEach(c -> passed.addAll(passed(Server.of(c.server(), c.server().port()))));
            String why = culprits.stream().map(Culprit::why).distinct().limit(3).collect(Collectors.joining(" "));
            boolean unknown = culprits.stream().findFirst().filter(c -> c.server().gateway().workloads().isEmpty())
                    .filter(c -> c.server().gateway().workloadAbsence().equals("unknown")).isPresent();
            journey.step(Stage.GATEWAY, Optional.of(object), unknown ? HopStatus.UNKNOWN : HopStatus.BROKEN,
                    "No Gateway makes the gateway's pods listen where port " + port + " leads." + (why.isEmpty() ? "" : " " + why),
                    "connection refused", passed);
            return culprits.stream().findFirst().map(c -> Server.of(c.server(), c.server().port()))
                    .map(s -> new Accepted(s, List.of(s)));
        }

        private List<Culprit> culprits(long port) {
            List<Culprit> found = new ArrayList<>();
            List<Workload> pods = entry.servicePort().map(p -> p.service().workloads()).orElseGet(() -> entry.pod().stream().toList());
            for (Gateway gateway : journey.net().mesh().gateways()) {
                for (GatewayServer server : gateway.servers()) {
                    if (gateway.workloads().isEmpty() && server.port() == port) {
                        found.add(new Culprit(server, gateway.resource().ref() + " is for this port, but its selector ("
                                + gateway.selectorText() + ") matches no gateway pod."));
                    } else if (gateway.workloads().stream().anyMatch(pods::contains) && !server.reachable()) {
                        found.add(new Culprit(server, gateway.resource().ref() + " listens on " + server.port()
                                + ", to which nothing leads."));
                    } else if (server.port() == port && server.listeners().stream().anyMatch(Listener::privileged)) {
                        found.add(new Culprit(server, gateway.resource().ref() + " asks for port " + port
                                + " of pods that may not bind ports below 1024."));
                    }
                }
            }
            return found;
        }
    }
}
