package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.Routes.Candidate;
import java.util.List;
import java.util.Optional;

/** What a rule does besides sending a request on: redirect, answer, abort, rewrite. */
final class RouteAction {
    private final Journey journey;
    private final TraceRequest request;
    private final Candidate candidate;
    private final Node rule;

    RouteAction(Journey journey, Candidate candidate) {
        this.journey = journey;
        this.request = journey.request();
        this.candidate = candidate;
        this.rule = candidate.rule().node();
    }

    /** Whether the proxy itself answers; then the journey knows with what. */
    boolean endsHere() {
        ObjectRef owner = candidate.rule().owner().ref();
        Node redirect = rule.get("redirect").isPresent() ? rule.get("redirect") : filter("RequestRedirect", "requestRedirect");
        if (redirect.isPresent()) {
            String to = location(redirect);
            long code = redirect.get("redirectCode").number().or(() -> redirect.get("statusCode").number())
                    .orElse(candidate.set().virtualService().isPresent() ? 301L : 302L);
            journey.step(Stage.ROUTE, Optional.of(owner), HopStatus.OK, "The rule redirects to " + to + ".", "");
            journey.redirect(to, code + " to " + to);
            return true;
        }
        if (rule.get("directResponse").isPresent()) {
            journey.step(Stage.ROUTE, Optional.of(owner), HopStatus.OK, "The proxy answers by itself (directResponse).", "");
            journey.answer(rule.get("directResponse").get("status").number().orElse(200L) + " from the proxy itself");
            return true;
        }
        return aborts(owner);
    }

    private boolean aborts(ObjectRef owner) {
        Node abort = rule.get("fault").get("abort");
        if (!abort.isPresent()) {
            return false;
        }
        String percentage = abort.get("percentage").text("value");
        boolean all = percentage.isEmpty() || percentage.equals("100") || percentage.equals("100.0");
        String status = abort.text("httpStatus").isEmpty() ? "the fault" : abort.text("httpStatus") + " FI";
        if (!percentage.equals("0")) {
            journey.step(Stage.ROUTE, Optional.of(owner), all ? HopStatus.BROKEN : HopStatus.SUSPECT, "The rule's fault injection "
                    + "answers " + (all ? "every request" : percentage + " % of requests") + " with " + status + ".", status);
        }
        return all;
    }

    private Node filter(String type, String field) {
        return rule.get("filters").elements().stream().filter(f -> f.text("type").equals(type)).map(f -> f.get(field))
                .findFirst().orElse(Absent.ABSENT);
    }

    private String location(Node redirect) {
        String host = first(redirect.text("authority"), redirect.text("hostname"), request.authority());
        String scheme = first(redirect.text("scheme"), request.scheme());
        Optional<Long> port = redirect.get("port").number();
        long used = port.orElse(!scheme.equals(request.scheme()) ? scheme.equals("https") ? 443L : 80L : (long) request.port());
        String path = first(redirect.text("uri"), redirect.get("path").text("replaceFullPath"), request.target());
        int colon = host.lastIndexOf(':');
        boolean own = colon > 0 && host.indexOf(':') == colon && host.substring(colon + 1).matches("\\d+");
        return own ? scheme + "://" + host + path : Addresses.url(scheme, host, used, path);
    }

    private static String first(String... texts) {
        return List.of(texts).stream().filter(t -> !t.isEmpty()).findFirst().orElse("");
    }

    /** ", rewritten to /x": what becomes of the path of a VirtualService's rule; empty when nothing does. */
    static String rewrite(Candidate candidate, TraceRequest request) {
        Node rewrite = candidate.rule().node().get("rewrite");
        String uri = rewrite.text("uri");
        TextMatch match = candidate.condition().uri();
        String path = uri.isEmpty() ? "" : match.manner() == TextMatch.Manner.PREFIX && !match.ignoreCase()
                ? uri + request.path().substring(match.value().length()) : uri;
        String host = rewrite.text("authority");
        return (path.isEmpty() ? "" : ", rewritten to " + path) + (host.isEmpty() ? "" : ", with the host " + host);
    }
}
