package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.DelegateMatch;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Optional;

/**
 * How a rule hands its requests on to the rules of another VirtualService (mergeVirtualServicesIfNeeded of istiod). What does not fit makes
 * istiod drop the rule, or those of the other's rules that do not fit.
 */
public final class Delegation {
    private final VirtualServiceRule rule;
    private final Node node;
    private final VirtualServices all;

    Delegation(VirtualServiceRule rule, Node node, VirtualServices all) {
        this.rule = rule;
        this.node = node;
        this.all = all;
    }

    /** "namespace/name" of the other VirtualService. */
    @SeenByRules
    public String target() {
        return targetNamespace() + "/" + targetName();
    }

    /** The other VirtualService's name. */
    @SeenByRules
    public String targetName() {
        return node.text("name");
    }

    /** The other VirtualService's namespace: the rule's own unless another is given. */
    @SeenByRules
    public String targetNamespace() {
        String namespace = node.text("namespace");
        return namespace.isEmpty() ? rule.namespace() : namespace;
    }

    /** The other VirtualService. */
    @SeenByRules(certainty = "absence")
    public Optional<VirtualService> delegate() {
        return all.find(target());
    }

    /** What it means that there is no such VirtualService. */
    @SeenByRules
    public Certainty absence() {
        return delegate().isPresent() ? Certainty.CERTAIN : all.absenceIn(targetNamespace());
    }

    /** A VirtualService without hosts that was most likely meant. */
    @SeenByRules
    public Optional<VirtualService> nearest() {
        return all.nearestDelegate(target());
    }

    /**
     * What is wrong: "missing", "hidden" (not exported to this namespace), "hosts" or "gateways" (the other has its own), "nested" (it delegates
     * itself), "match" (a rule of it asks for something outside this rule's); empty when nothing is.
     */
    @SeenByRules(certainty = "absence")
    public String problem() {
        if (delegate().isEmpty()) {
            return "missing";
        }
        VirtualService other = delegate().get();
        if (!other.audience().includes(rule.namespace())) {
            return "hidden";
        }
        if (!other.hosts().isEmpty()) {
            return "hosts";
        }
        if (other.resource().spec().get("gateways").isPresent()) {
            return "gateways";
        }
        if (other.rules().stream().anyMatch(VirtualServiceRule::delegates)) {
            return "nested";
        }
        return outside().isPresent() ? "match" : "";
    }

    /** A condition of the other VirtualService that lies outside every condition of this rule. */
    @SeenByRules
    public Optional<RouteMatch> outside() {
        List<Condition> ours = rule.rule().any();
        return delegate().stream().flatMap(d -> d.httpRules().stream()).flatMap(r -> r.matches().stream())
                .filter(m -> ours.stream().allMatch(o -> outside(o, m.condition()))).findFirst();
    }

    // A rule without any match fits with everything.
    private static boolean outside(Condition ours, Condition theirs) {
        return ours.written().isPresent() && theirs.written().isPresent()
                && DelegateMatch.conflict(ours.written().get(), theirs.written().get());
    }
}
