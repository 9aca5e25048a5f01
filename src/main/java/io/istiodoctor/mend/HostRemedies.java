package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.route.SniHost;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.route.VirtualServiceHost;
import java.util.List;
import java.util.stream.Stream;

/**
 * VirtualServices that were meant for a host and name it otherwise, in their hosts or in the sniHosts of a tls rule. Istio refuses a name there that
 * none of the hosts covers, so that those which it would refuse are looked at as well.
 */
final class HostRemedies {
    private final Site site;

    HostRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> meant() {
        return site.world().mesh().written().virtualServices().stream().flatMap(this::meant);
    }

    private Stream<Remedy> meant(VirtualService v) {
        boolean has = v.hosts().stream().anyMatch(h -> HostPattern.covers(h.host(), site.host()));
        List<SniHost> names = site.tls() ? SniHost.of(v) : List.of();
        boolean greeted = names.stream().anyMatch(s -> HostPattern.covers(s.written(), site.host()));
        return !has ? Stream.concat(renamed(v, names, greeted), greeted ? Stream.of(more(v)) : Stream.empty())
                : greeted ? Stream.empty() : names.stream().map(s -> greeted(v, s));
    }

    /** The host is nearly one of a VirtualService, which no server takes. */
    private Stream<Remedy> renamed(VirtualService v, List<SniHost> names, boolean greeted) {
        return v.hosts().stream().filter(h -> near(h.written()) && homeless(v, h.written())).filter(h -> !site.tls() || greeted
                || names.stream().anyMatch(s -> s.written().equals(h.written()))).map(h -> renamed(v, h, names));
    }

    private Remedy renamed(VirtualService v, VirtualServiceHost wrong, List<SniHost> names) {
        Edits edits = Edits.of(v.resource()).set(wrong.path(), site.host());
        names.stream().filter(s -> s.written().equals(wrong.written())).forEach(s -> edits.set(s.path(), site.host()));
        return new Remedy("Let " + v.resource().ref() + " be for " + site.host() + " instead of " + wrong.written()
                + ", which no server of its Gateways takes", edits.change(), 1);
    }

    private Remedy more(VirtualService v) {
        return new Remedy("Let " + v.resource().ref() + " have the host " + site.host() + ", which a tls rule of it names",
                Edits.of(v.resource()).append("spec.hosts", site.host()).change(), 2);
    }

    /** The VirtualService has the host, and its tls rules do not name it. */
    private Remedy greeted(VirtualService v, SniHost name) {
        String title = "Let " + name.rulePath().substring("spec.".length()) + " of " + v.resource().ref() + " take TLS to " + site.host();
        // What a server does not have is served all the same where the VirtualService has it.
        return name.amongHosts()
                ? new Remedy(title + " as well as " + name.written(),
                        Edits.of(v.resource()).append(name.path().substring(0, name.path().lastIndexOf('[')), site.host()).change(),
                        near(name.written()) ? 1 : 3)
                : new Remedy(title + " instead of " + name.written() + ", which is none of its hosts",
                        Edits.of(v.resource()).set(name.path(), site.host()).change(), near(name.written()) ? 1 : 2);
    }

    private boolean near(String host) {
        return Nearest.host(site.host(), List.of(host)).isPresent();
    }

    private static boolean homeless(VirtualService v, String host) {
        return v.topGateways().stream().flatMap(g -> g.gateway().stream()).flatMap(g -> g.servers().stream())
                .noneMatch(s -> s.accepts(host, v.namespace()));
    }
}
