package io.istiodoctor.trace;

import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * A URL that leads to a Service.
 *
 * @param host the URL's host, by which rows are grouped
 * @param to full name and port of the Service
 * @param via how the address comes to serve: "load balancer", "node port (internal address)" ...
 * @param gateway the Gateway that listens; empty when the Service itself has the address
 * @param route the VirtualService, Ingress or route of the Gateway API
 * @param address "ip:port" when the URL's host must be resolved to it by hand
 * @param method the method that the route asks for
 * @param headers those that the route asks for by their exact values, as curl takes them
 * @param command a shell command that asks for the URL
 * @param verdict what a trace of this very URL says
 * @param at where it is not well; empty when all is well
 * @param why what is wrong there, a sentence; empty when all is well
 */
public record UrlRow(String url, String host, String to, String via, Optional<ObjectRef> gateway, Optional<ObjectRef> route,
        Optional<String> address, Optional<String> method, List<String> headers, String command, Verdict verdict, Optional<Stage> at, String why) {
    public UrlRow {
        headers = List.copyOf(headers);
    }

    /** Whether a request for it gets an answer of the application, or is sent elsewhere by it. */
    public boolean works() {
        return verdict == Verdict.REACHABLE || verdict == Verdict.REDIRECTED;
    }
}
