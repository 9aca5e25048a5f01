package io.istiodoctor.proxy.config;

import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * One route of a virtual host.
 *
 * @param owner the object that someone wrote: a VirtualService, HTTPRoute, Ingress ...; empty for istiod's own default route to a host
 * @param origin the field of the rule, or of the one of its matches that makes this route
 * @param abort the answer that fault injection gives to every request; empty when it gives none, or only to some
 * @param preflights what it answers by itself of what browsers ask beforehand; empty when nothing
 * @param doubt what is not certain about it, since it rests on what was not read
 */
public record HttpRoute(RouteMatching match, RouteAction action, Optional<ObjectRef> owner, FieldRef origin, Optional<Abort> abort,
        Optional<Preflights> preflights, Optional<Doubt> doubt) {
    /** A route that is certain, and answers nothing beforehand. */
    public HttpRoute(RouteMatching match, RouteAction action, Optional<ObjectRef> owner, FieldRef origin, Optional<Abort> abort) {
        this(match, action, owner, origin, abort, Optional.empty(), Optional.empty());
    }

    /** What it asks of a request. */
    public MatchForm asked() {
        return MatchForm.of(match);
    }

    /** What it asks of a request, in words: "prefix /api, header x exact 1". */
    public String words() {
        return match.words();
    }

    /** The clusters that it sends to. */
    public List<ClusterName> clusterNames() {
        return action instanceof RouteAction.Forward forward ? forward.clusters().stream().map(ClusterShare::cluster).toList() : List.of();
    }

    /** Whether istiod puts it behind all others (IsCatchAllRoute): it takes every path and asks for nothing else. */
    public boolean catchAll() {
        return match.catchAll();
    }
}
