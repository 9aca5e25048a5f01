package io.istiodoctor.proxy.sidecar;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import java.util.Collection;
import java.util.List;

/** The outgoing side of a proxy in the form in which it was recorded of istiod's own code. */
final class OutboundForm {
    private OutboundForm() {}

    static JsonObject of(Proxies proxies, Workload pod) {
        JsonObject form = new JsonObject();
        JsonObject routes = new JsonObject();
        JsonArray listeners = new JsonArray();
        proxies.outbound(pod).listeners().forEach(l -> listeners.add(listener(l, routes)));
        JsonArray clusters = new JsonArray();
        proxies.everyCluster(pod).all().forEach(c -> clusters.add(cluster(c)));
        form.add("listeners", listeners);
        form.add("routes", routes);
        form.add("clusters", clusters);
        form.addProperty("unknown", proxies.outbound(pod).unknown().toString());
        return form;
    }

    private static JsonObject listener(EnvoyListener listener, JsonObject routes) {
        JsonObject form = new JsonObject();
        form.addProperty("address", listener.bind().isEmpty() ? "0.0.0.0" : listener.bind());
        form.addProperty("port", listener.port());
        JsonArray chains = new JsonArray();
        listener.chains().forEach(c -> chains.add(chain(c, routes)));
        form.add("chains", chains);
        listener.otherwise().ifPresent(c -> form.add("default", chain(c, routes)));
        return form;
    }

    private static JsonObject chain(FilterChain chain, JsonObject routes) {
        JsonObject form = new JsonObject();
        form.add("sni", texts(chain.match().sni()));
        form.add("addresses", texts(chain.match().addresses()));
        form.add("protocols", texts(chain.match().protocols()));
        if (chain.match().transport() == ChainMatch.Transport.PLAIN) {
            form.addProperty("transport", "raw_buffer");
        }
        switch (chain.content()) {
            case Http http -> {
                form.addProperty("http", http.routes().name());
                routes.add(http.routes().name(), table(http.routes()));
            }
            case Tcp tcp -> form.add("tcp", shares(tcp.clusters()));
        }
        return form;
    }

    private static JsonArray table(RouteConfiguration table) {
        JsonArray hosts = new JsonArray();
        table.hosts().forEach(h -> {
            JsonObject host = new JsonObject();
            host.add("domains", texts(h.domains()));
            JsonArray routes = new JsonArray();
            h.routes().forEach(r -> routes.add(route(r)));
            host.add("routes", routes);
            hosts.add(host);
        });
        return hosts;
    }

    private static JsonObject route(HttpRoute route) {
        JsonObject match = new JsonObject();
        match.addProperty(route.asked().pathManner(), route.asked().path());
        if (route.asked().ignoreCase()) {
            match.addProperty("ignoreCase", true);
        }
        match.add("headers", texts(route.asked().headers()));
        match.add("query", texts(route.asked().queryParameters()));
        JsonObject form = new JsonObject();
        form.add("match", match);
        switch (route.action()) {
            case RouteAction.Forward forward -> form.add("to", shares(forward.clusters()));
            case RouteAction.Redirect redirect -> form.addProperty("redirect", redirect.authority());
            case RouteAction.DirectResponse direct -> form.addProperty("direct", direct.status());
            case RouteAction.Nothing nothing -> {
            }
        }
        route.owner().ifPresent(o -> form.addProperty("from", o.qualifiedName()));
        return form;
    }

    private static JsonArray shares(List<ClusterShare> shares) {
        JsonArray form = new JsonArray();
        shares.forEach(s -> {
            JsonObject share = new JsonObject();
            share.addProperty("cluster", s.cluster().toString());
            if (s.weight() > 0) {
                share.addProperty("weight", s.weight());
            }
            form.add(share);
        });
        return form;
    }

    private static JsonObject cluster(Cluster cluster) {
        JsonObject form = new JsonObject();
        form.addProperty("name", cluster.name().toString());
        form.addProperty("type", switch (cluster.discovery()) {
            case EDS -> "EDS";
            case DNS -> "STRICT_DNS";
            case ORIGINAL_DESTINATION -> "ORIGINAL_DST";
        });
        form.addProperty("tls", cluster.tls() instanceof ClusterTls.Originated tls ? "tls " + tls.sni() : cluster.tls().label());
        form.add("endpoints", texts(cluster.endpoints().stream().map(e -> e.socket() + (e.mutualTls() ? " istio" : "")).toList()));
        return form;
    }

    private static JsonArray texts(Collection<String> texts) {
        JsonArray form = new JsonArray();
        texts.forEach(form::add);
        return form;
    }
}
