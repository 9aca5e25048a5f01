package io.istiodoctor.report;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.MatchForm;
import io.istiodoctor.proxy.config.PathRewrite;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.VirtualHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Proxies' configurations for programs: {@code proxy -o json}, the laboratory's form of {@code gateways.json}. */
public final class ProxyJson {
    private static final Map<Integer, String> CODES = Map.of(302, "FOUND", 303, "SEE_OTHER", 307, "TEMPORARY_REDIRECT", 308,
            "PERMANENT_REDIRECT");

    private ProxyJson() {}

    /** A list with one object a proxy. */
    public static String render(List<ProxyView> proxies) {
        return JsonReport.text(proxies.stream().map(ProxyJson::proxy).toList());
    }

    private static Map<String, Object> proxy(ProxyView view) {
        Map<String, Object> routes = new LinkedHashMap<>();
        view.configuration().listeners().stream().flatMap(l -> l.chains().stream()).forEach(c -> {
            if (c.content() instanceof Http http) {
                routes.put(http.routes().name(), http.routes().hosts().stream().map(ProxyJson::virtualHost).toList());
            }
        });
        return DiagnosisTree.ordered("proxy", view.configuration().name(), "side", view.side().name().toLowerCase(Locale.ROOT),
                "listeners", view.configuration().listeners().stream().map(ProxyJson::listener).toList(), "routes", routes,
                "clusters", view.clusters().stream().map(ProxyJson::cluster).toList(),
                "clustersMissing", view.missing().stream().map(ClusterName::toString).sorted().toList(),
                "leftOut", view.configuration().leftOut().stream().map(ProxyJson::leftOut).toList());
    }

    private static Map<String, Object> listener(EnvoyListener listener) {
        Map<String, Object> tree = DiagnosisTree.ordered("port", listener.port());
        if (!listener.bind().isEmpty()) {
            tree.put("bind", listener.bind());
        }
        tree.put("chains", listener.chains().stream().map(ProxyJson::chain).toList());
        return tree;
    }

    private static Map<String, Object> chain(FilterChain chain) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!chain.match().sni().isEmpty()) {
            tree.put("sni", chain.match().sni());
        }
        chain.tls().ifPresent(t -> tree.put("tls", tls(t)));
        switch (chain.content()) {
            case Http http -> tree.put("http", http.routes().name());
            case Tcp tcp -> tree.put("tcp", tcp.clusters().stream().map(ProxyJson::share).toList());
        }
        return tree;
    }

    private static Map<String, Object> tls(DownstreamTls tls) {
        return DiagnosisTree.ordered("client", tls.client().label(), "secrets", tls.secrets());
    }

    private static Map<String, Object> share(ClusterShare share) {
        Map<String, Object> tree = DiagnosisTree.ordered("cluster", share.cluster().toString());
        if (share.weight() > 0) {
            tree.put("weight", share.weight());
        }
        return tree;
    }

    private static Map<String, Object> virtualHost(VirtualHost host) {
        Map<String, Object> tree = DiagnosisTree.ordered("domains", host.domains(), "routes",
                host.routes().stream().map(ProxyJson::route).toList());
        if (host.requireTls()) {
            tree.put("requireTls", true);
        }
        return tree;
    }

    private static Map<String, Object> route(HttpRoute route) {
        Map<String, Object> tree = DiagnosisTree.ordered("match", match(route.asked()));
        switch (route.action()) {
            case RouteAction.Forward forward -> tree.put("to", forward.clusters().stream().map(ProxyJson::share).toList());
            case RouteAction.Redirect redirect -> tree.put("redirect", redirect(redirect));
            case RouteAction.DirectResponse direct -> tree.put("direct", direct.status());
            case RouteAction.Nothing nothing -> {
            }
        }
        route.owner().ifPresent(
                o -> tree.put("from", o.kind().equals("VirtualService") ? o.qualifiedName() : o.qualifiedName() + "~" + o.kind()));
        return tree;
    }

    private static Map<String, Object> match(MatchForm match) {
        Map<String, Object> tree = DiagnosisTree.ordered(match.pathManner(), match.path());
        if (match.ignoreCase()) {
            tree.put("ignoreCase", true);
        }
        if (!match.headers().isEmpty()) {
            tree.put("headers", match.headers());
        }
        if (!match.queryParameters().isEmpty()) {
            tree.put("query", match.queryParameters());
        }
        return tree;
    }

    private static Map<String, Object> redirect(RouteAction.Redirect redirect) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!redirect.authority().isEmpty()) {
            tree.put("hostRedirect", redirect.authority());
        }
        if (redirect.port() > 0) {
            tree.put("portRedirect", redirect.port());
        }
        tree.put(redirect.path().filter(PathRewrite.Matched.class::isInstance).isPresent() ? "prefixRewrite" : "pathRedirect",
                redirect.path().map(PathRewrite::value).orElse(""));
        if (!redirect.scheme().isEmpty()) {
            tree.put("schemeRedirect", redirect.scheme());
        }
        if (CODES.containsKey(redirect.status())) {
            tree.put("responseCode", CODES.get(redirect.status()));
        }
        return tree;
    }

    private static Map<String, Object> cluster(Cluster cluster) {
        return DiagnosisTree.ordered("name", cluster.name().toString(), "tls", cluster.tls().label(), "endpoints",
                cluster.endpoints().stream().filter(e -> !e.address().isEmpty()).map(ClusterEndpoint::socket).sorted().toList());
    }

    private static Map<String, Object> leftOut(LeftOut left) {
        Map<String, Object> tree = DiagnosisTree.ordered("reason",
                left.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                "object", DiagnosisTree.object(left.at().object()), "field", left.at().path());
        left.by().ifPresent(o -> tree.put("by", DiagnosisTree.object(o.object())));
        if (!left.detail().isEmpty()) {
            tree.put("detail", left.detail());
        }
        return tree;
    }
}
