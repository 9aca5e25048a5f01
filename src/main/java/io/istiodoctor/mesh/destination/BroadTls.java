package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A DestinationRule for many hosts that makes clients speak otherwise than the pods of some of them take it. */
public final class BroadTls implements Subject {
    private final Resource rule;
    private final MutualTls mismatch;
    private final Service service;
    private int others;

    private BroadTls(Resource rule, MutualTls mismatch, Service service) {
        this.rule = rule;
        this.mismatch = mismatch;
        this.service = service;
    }

    /** Each of them once, with the first Service whose clients beside it suffer. */
    public static List<BroadTls> of(List<Service> services, DestinationRules chosen, PeerModes peers) {
        Map<ObjectRef, BroadTls> found = new LinkedHashMap<>();
        for (Service service : services) {
            DestinationRules.Choice choice = chosen.choose(service.host(), service.namespace(), service.namespace());
            Optional<Resource> rule = choice.rules().stream().findFirst().filter(r -> HostPattern.isWildcard(r.spec().text("host")));
            rule.flatMap(r -> mismatch(choice, service, peers)).ifPresent(m -> {
                BroadTls first = found.get(rule.orElseThrow().ref());
                if (first == null) {
                    found.put(rule.orElseThrow().ref(), new BroadTls(rule.orElseThrow(), m, service));
                } else {
                    first.others++;
                }
            });
        }
        return List.copyOf(found.values());
    }

    private static Optional<MutualTls> mismatch(DestinationRules.Choice choice, Service service, PeerModes peers) {
        return service.workloads().isEmpty() ? Optional.empty()
                : service.ports().stream().filter(BroadTls::connects).flatMap(p -> MutualTls.mismatch(choice, p, peers).stream())
                        .findFirst();
    }

    private static boolean connects(ServicePort port) {
        return port.transport().equals("TCP");
    }

    @Override
    public Resource resource() {
        return rule;
    }

    @Override
    public String path() {
        return "spec.trafficPolicy";
    }

    /** The hosts that it is for, as written. */
    @SeenByRules
    public String hosts() {
        return rule.spec().text("host");
    }

    /** What clients send: DISABLE or ISTIO_MUTUAL. */
    @SeenByRules
    public String sent() {
        return mismatch.sent();
    }

    /** Whether the policy says nothing else, which it would have to without it. */
    @SeenByRules
    public boolean alone() {
        return rule.spec().get("trafficPolicy").fields().size() == 1;
    }

    /** Whether no proxy runs beside the pods, that could end mTLS. */
    @SeenByRules
    public boolean proxyMissing() {
        return mismatch.taken().equals("NO PROXY");
    }

    /** "PeerAuthentication namespace/name" that says what the pods take; empty for the default. */
    @SeenByRules
    public String peerPolicy() {
        return mismatch.policy().map(p -> p.ref().toString()).orElse("");
    }

    /** A Service whose pods take it otherwise. */
    @SeenByRules
    public Service service() {
        return service;
    }

    /** How many other Services there are like it. */
    @SeenByRules
    public long others() {
        return others;
    }
}
