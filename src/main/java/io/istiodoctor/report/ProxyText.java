package io.istiodoctor.report;

import io.istiodoctor.model.Unread;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.VirtualHost;
import io.istiodoctor.report.Page.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Proxies' configurations for people: ports, hosts, routes in order with the object that each comes from, clusters, and what is left out. */
public final class ProxyText {
    private ProxyText() {}

    /** The whole page with its last line break. */
    public static String render(List<ProxyView> proxies, List<Unread> unread, Screen screen) {
        Page page = new Page(screen);
        UnreadText.addTo(page, unread, "istiod may tell the proxies more than this.");
        if (proxies.isEmpty()) {
            page.prose(0, 0,
                    new Span(Role.PLAIN, unread.isEmpty() ? "No gateway has a pod here." : "No gateway's pod is part of what was read."));
        }
        for (int i = 0; i < proxies.size(); i++) {
            if (i > 0) {
                page.blank();
            }
            new ProxyText().proxy(page, proxies.get(i));
        }
        return page.toString();
    }

    private void proxy(Page page, ProxyView view) {
        page.line(new Span(Role.STRONG, view.configuration().name()), new Span(Role.FAINT, switch (view.side()) {
            case GATEWAY -> "";
            case OUTGOING -> ": what the application sends";
            case INCOMING -> ": what arrives for the application";
            case WAYPOINT -> ": what is sent to the Services behind it";
        }));
        if (view.configuration().listeners().isEmpty()) {
            page.prose(2, 2, new Span(Role.PLAIN, "It listens on nothing."));
        }
        view.configuration().listeners().forEach(l -> listener(page, l));
        clusters(page, view);
        if (!view.configuration().leftOut().isEmpty()) {
            page.blank().line(new Span(Role.STRONG, "  left out"));
            view.configuration().leftOut().forEach(l -> page.prose(4, 6, new Span(Role.REMOVED, page.screen().pick("✖ ", "x ") + l.at()),
                    new Span(Role.FAINT, LeftOutWords.of(l))));
        }
    }

    private void listener(Page page, EnvoyListener listener) {
        page.blank().line(new Span(Role.STRONG, "  port " + listener.port()),
                new Span(Role.FAINT, listener.bind().isEmpty() ? "" : " on " + listener.bind()));
        listener.chains().forEach(c -> chain(page, c));
    }

    private void chain(Page page, FilterChain chain) {
        String names = chain.match().sni().isEmpty() ? "" : " for " + String.join(", ", chain.match().sni());
        String tls = chain.tls().map(ProxyText::tls).orElse(chain.match().sni().isEmpty() ? "" : "TLS, passed through");
        boolean mutual = chain.tls().filter(t -> t.secrets().equals(List.of("default"))).isPresent();
        String content = chain.content() instanceof Http ? chain.tls().isPresent() && !mutual ? "HTTPS" : "HTTP"
                : chain.tls().isPresent() || !names.isEmpty() ? "" : "TCP";
        String wrapped = mutual ? "mTLS" : tls;
        String port = chain.match().port() == 0 ? "" : " to port " + chain.match().port();
        String what = (content.isEmpty() ? wrapped : wrapped.isEmpty() ? content : content + ", " + wrapped) + port;
        page.prose(4, 6, new Span(Role.PLAIN, what + names), beside(page, chain.origin().object().toString()));
        switch (chain.content()) {
            case Http http -> http.routes().hosts().forEach(h -> host(page, h));
            case Tcp tcp -> page.prose(6, 8, new Span(Role.PLAIN, page.screen().pick("→ ", "-> ") + shares(tcp.clusters())),
                    beside(page, tcp.owner().toString()));
        }
    }

    private static String tls(DownstreamTls tls) {
        String client = switch (tls.client()) {
            case NONE -> "";
            case OPTIONAL -> ", client certificate optional";
            case REQUIRED -> ", client certificate required";
        };
        return "certificate " + String.join(", ", tls.secrets()) + client;
    }

    private void host(Page page, VirtualHost host) {
        page.prose(6, 8, new Span(Role.STRONG, String.join(", ", host.domains())),
                new Span(Role.FAINT, host.requireTls() ? "plain HTTP is redirected to HTTPS" : ""));
        if (host.routes().isEmpty() && !host.requireTls()) {
            page.prose(8, 8, new Span(Role.FAINT, "no route: 404"));
        }
        host.routes().forEach(r -> route(page, r));
    }

    private void route(Page page, HttpRoute route) {
        String action = switch (route.action()) {
            case RouteAction.Forward forward -> forward.clusters().isEmpty() ? "nowhere" : shares(forward.clusters())
                    + forward.path().map(p -> ", path becomes " + p.value()).orElse("")
                    + (forward.host().isEmpty() ? "" : ", host becomes " + forward.host());
            case RouteAction.Redirect r -> r.status() + " redirect" + (r.scheme().isEmpty() ? "" : " to " + r.scheme())
                    + (r.authority().isEmpty() ? "" : " to host " + r.authority()) + (r.port() == 0 ? "" : " to port " + r.port())
                    + r.path().map(p -> " to " + p.value()).orElse("");
            case RouteAction.DirectResponse(int status) -> "answers " + status;
            case RouteAction.Nothing(String reason) -> reason;
        };
        String abort = route.abort().map(a -> " (every request is aborted with " + a.words() + ")").orElse("");
        page.prose(8, 10, new Span(Role.PLAIN, route.words() + page.screen().pick(" → ", " -> ") + action + abort),
                beside(page, route.origin().toString()));
    }

    private static Span beside(Page page, String text) {
        return new Span(Role.FAINT, page.screen().pick("· ", "- ") + text);
    }

    private static String shares(List<ClusterShare> shares) {
        return shares.stream().map(s -> s.cluster() + (s.weight() > 0 ? " (weight " + s.weight() + ")" : ""))
                .collect(Collectors.joining(", "));
    }

    private void clusters(Page page, ProxyView view) {
        if (view.clusters().isEmpty() && view.missing().isEmpty()) {
            return;
        }
        page.blank().line(new Span(Role.STRONG, "  clusters"));
        view.clusters().forEach(c -> page.prose(4, 6, spans(page, c).toArray(Span[]::new)));
        for (ClusterName name : view.missing()) {
            page.prose(4, 6, new Span(Role.REMOVED, page.screen().pick("✖ ", "x ") + name), beside(page, "there is no such cluster"));
        }
    }

    private static List<Span> spans(Page page, Cluster cluster) {
        List<Span> spans = new ArrayList<>(List.of(new Span(Role.PLAIN, cluster.name().toString())));
        String endpoints = cluster.endpoints().isEmpty() ? "" : page.screen().pick(" → ", " -> ") + cluster.endpoints().stream()
                .map(e -> e.address().isEmpty() ? "pods of " + e.workloadName() + ":" + e.port() : e.socket()).distinct().limit(6)
                .collect(Collectors.joining(", ")) + (cluster.endpoints().size() > 6 ? ", ..." : "");
        spans.add(beside(page, cluster.tls().words() + endpoints));
        boolean meant = cluster.discovery() == Discovery.ORIGINAL_DESTINATION || cluster.name().toString().startsWith("inbound|");
        if (meant) {
            spans.add(new Span(Role.FAINT, page.screen().pick("→ ", "-> ") + "the address that the client meant"));
        } else if (cluster.endpoints().isEmpty()) {
            spans.add(new Span(Role.REMOVED, page.screen().pick("✖ ", "x ") + "no healthy endpoint"));
        }
        return spans;
    }
}
