package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.model.ObjectRef;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of URLs, each with what a trace of that very URL says. */
final class UrlRows {
    /** Stands for an address that is not known: no address of the Internet. */
    private static final String STAND_IN = "192.0.2.1";

    private final Tracer tracer;
    private final Map<List<Object>, UrlRow> rows = new LinkedHashMap<>();
    private final Map<ObjectRef, Set<String>> shown = new LinkedHashMap<>();

    UrlRows(Tracer tracer) {
        this.tracer = tracer;
    }

    /** All of them, in the order in which they were added. */
    List<UrlRow> all() {
        return List.copyOf(rows.values());
    }

    /** Whether a row of the object has a host that this one covers, or that covers it. */
    boolean shows(ObjectRef route, String host) {
        Set<String> domains = shown.getOrDefault(route, Set.of());
        return domains.contains(host) || domains.stream().anyMatch(d -> HostPattern.covers(host, d) || HostPattern.covers(d, host));
    }

    /** A row for requests to a domain, by way of an entry point. */
    void request(EntryPoint entry, String scheme, String domain, RouteMatching match, String to, Optional<ObjectRef> gateway,
            Optional<ObjectRef> route) {
        String host = host(entry, domain);
        String path = match.path().example();
        String url = Addresses.url(scheme, host, entry.port(), path);
        boolean named = !domain.equals("*") && !Addresses.same(host, entry.address());
        String shell = entry.wanted().isPresent() ? WantedAddress.VARIABLE : entry.address();
        String command = ShellCommand.curl(Addresses.url(scheme, named ? host : shell, entry.port(), path), host, entry.port(),
                named ? Optional.of(shell) : Optional.empty(), match);
        row(entry, domain, url, Addresses.url(scheme, asked(entry, host), entry.port(), path), to, gateway, route, named, command, match);
    }

    /** A row for connections, with TLS to a name or without. */
    void connection(EntryPoint entry, boolean tls, String domain, String to, Optional<ObjectRef> gateway, Optional<ObjectRef> route) {
        String host = host(entry, domain);
        String scheme = tls ? "tls" : "tcp";
        String shell = entry.wanted().isPresent() ? WantedAddress.VARIABLE : entry.address();
        row(entry, domain, Addresses.url(scheme, host, entry.port(), ""), Addresses.url(scheme, asked(entry, host), entry.port(), ""), to,
                gateway, route,
                !domain.equals("*") && !Addresses.same(host, entry.address()),
                ShellCommand.connect(shell, entry.port(), tls ? Optional.of(host) : Optional.empty()), RouteMatching.ALWAYS);
    }

    // A wildcard host is shown by a name that it covers; any other name below would do as well.
    private static String host(EntryPoint entry, String domain) {
        return domain.equals("*") ? entry.address() : HostPattern.isWildcard(domain) ? "www" + domain.substring(1) : domain;
    }

    private static String asked(EntryPoint entry, String host) {
        return entry.wanted().isPresent() && host.equals(entry.address()) ? STAND_IN : host;
    }

    private void row(EntryPoint entry, String domain, String url, String asked, String to, Optional<ObjectRef> gateway,
            Optional<ObjectRef> route,
            boolean named, String command, RouteMatching match) {
        if (!TraceRequest.namesHost(asked)) {
            return;
        }
        route.ifPresent(r -> shown.computeIfAbsent(r, any -> new HashSet<>()).add(domain));
        List<Object> key = List.of(url, entry.way(), entry.address(), to, gateway, route, command);
        if (rows.containsKey(key)) {
            return;
        }
        Optional<String> socket = Optional.of(Addresses.inUrl(entry.address()) + ":" + entry.port());
        Optional<String> connect = entry.wanted().isPresent() ? Optional.of(STAND_IN + ":" + entry.port()) : entry.socket();
        UrlRow.Needs needs = UrlRow.Needs.of(match);
        TraceRequest request = TraceRequest.parse(asked, new TraceRequest.Options(needs.headers(), needs.method(),
                Optional.empty(), Optional.empty(), connect));
        Trace trace = entry.wanted().isPresent() ? tracer.trace(request, entry) : tracer.trace(request);
        rows.put(key,
                new UrlRow(url, host(entry, domain), to, entry.via(), gateway, route, named ? socket : Optional.empty(), entry.wanted(),
                        needs, command,
                        UrlRow.Answer.of(trace)));
    }

    /** A row for requests to a gateway that has no Service, whatever their host. */
    void nowhere(String scheme, String path, String to, ObjectRef route, Outcome outcome, Step step) {
        String gateway = "<gateway address>";
        String url = Addresses.url(scheme, gateway, scheme.equals("https") ? 443 : 80, path);
        Trace trace = tracer.ended(TraceRequest.parse(scheme + "://" + STAND_IN + path, TraceRequest.Options.NONE), outcome, step);
        rows.putIfAbsent(List.of(url, route), new UrlRow(url, gateway, to, "", Optional.empty(), Optional.of(route), Optional.empty(),
                Optional.empty(), UrlRow.Needs.NOTHING,
                "curl -i " + ShellCommand.quote(Addresses.url(scheme, WantedAddress.VARIABLE, scheme.equals("https") ? 443 : 80, path)),
                UrlRow.Answer.of(trace)));
    }

    /** A row for a URL to which no entry point leads. */
    void unserved(String url, String to, ObjectRef route) {
        if (!TraceRequest.namesHost(url)) {
            return;
        }
        TraceRequest request = TraceRequest.parse(url, TraceRequest.Options.NONE);
        rows.putIfAbsent(List.of(url, route),
                new UrlRow(url, request.host(), to, "", Optional.empty(), Optional.of(route), Optional.empty(), Optional.empty(),
                        UrlRow.Needs.NOTHING,
                        ShellCommand.curl(url, request.host(), request.port(), Optional.empty(), RouteMatching.ALWAYS),
                        UrlRow.Answer.of(tracer.trace(request))));
    }
}
