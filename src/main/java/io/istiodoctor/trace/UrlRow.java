package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A URL that leads to a Service, or is meant to.
 *
 * @param url the URL; where its address is not known, with words in the address's place
 * @param host the URL's host, by which rows are grouped
 * @param to full name and port of the Service
 * @param via how the address comes to serve: "load balancer", "node port (internal address)" ...; empty where no address serves the URL
 * @param gateway the Gateway that listens; empty when the Service itself has the address
 * @param route the VirtualService, Ingress or route of the Gateway API
 * @param address "ip:port", or the name of a load balancer with the port, when the URL's host must be resolved to it by hand
 * @param wanted what finds out the address that URL and command need, where it is not known
 * @param needs what the request must carry besides
 * @param command a shell command that asks for the URL
 * @param answer what a trace of this very URL says
 */
public record UrlRow(String url, String host, String to, String via, Optional<ObjectRef> gateway, Optional<ObjectRef> route,
        Optional<String> address, Optional<WantedAddress> wanted, Needs needs, String command, Answer answer) {
    /**
     * What a request must carry for the route to take it.
     *
     * @param method empty where GET does
     * @param headers those of which the exact values count, as curl takes them
     */
    public record Needs(Optional<String> method, List<String> headers) {
        /** Nothing. */
        public static final Needs NOTHING = new Needs(Optional.empty(), List.of());

        public Needs {
            headers = List.copyOf(headers);
        }

        static Needs of(RouteMatching match) {
            return new Needs(ShellCommand.method(match), ShellCommand.headers(match));
        }
    }

    /**
     * What a trace says of a URL.
     *
     * @param at where it is not well; empty when all is well
     * @param why what is wrong there, in a sentence or two; empty when all is well
     * @param expect what the client sees
     * @param findings what a check says of the hops that are not well
     */
    public record Answer(Verdict verdict, Optional<Stage> at, String why, String expect, List<Finding> findings) {
        public Answer {
            findings = List.copyOf(findings);
        }

        static Answer of(Trace trace) {
            List<Hop> ill = trace.hops().stream().filter(h -> h.status() != HopStatus.OK).toList();
            String why = ill.stream().filter(h -> trace.at().filter(a -> a == h.stage()).isPresent()).findFirst().map(Hop::message)
                    .orElse("");
            return new Answer(trace.verdict(), trace.at(), why, trace.expect(),
                    ill.stream().flatMap(h -> h.findings().stream()).distinct().toList());
        }
    }

    /** The same with another command that finds out the address, where one is needed. */
    public UrlRow asking(UnaryOperator<String> command) {
        return new UrlRow(url, host, to, via, gateway, route, address,
                wanted.map(w -> new WantedAddress(w.name(), command.apply(w.command()))), needs, this.command, answer);
    }

    /** The address that a request for the URL is traced to, "ip:port"; empty where the URL's own host tells it, or it is not known as an address. */
    public Optional<String> connectTo() {
        return address.filter(a -> wanted.isEmpty())
                .filter(a -> Addresses.literal(a.substring(0, a.lastIndexOf(':')).replaceAll("^\\[|\\]$", "")));
    }

    /** How the request ends. */
    public Verdict verdict() {
        return answer.verdict();
    }

    /** Whether a request for it gets an answer of the application, or is sent elsewhere by it. */
    public boolean works() {
        return verdict() == Verdict.REACHABLE || verdict() == Verdict.REDIRECTED;
    }
}
