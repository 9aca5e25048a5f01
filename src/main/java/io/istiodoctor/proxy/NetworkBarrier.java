package io.istiodoctor.proxy;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.network.Passage.Direction;
import io.istiodoctor.mesh.workload.PassingLabels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;

/**
 * A NetworkPolicy that shuts a way which the mesh needs.
 *
 * @param purpose which way
 * @param held the pod that the policy holds
 * @param others the other end, in words
 * @param otherNamespace the namespace of the other end; empty where it is none of the cluster's
 * @param otherLabels by which its pods can be chosen
 * @param ports the ports at the receiver
 */
public record NetworkBarrier(Resource resource, Purpose purpose, Direction direction, Workload held, List<String> others,
        String otherNamespace,
        Map<String, String> otherLabels, List<Long> ports) implements Subject {
    /** Which way a policy shuts. */
    public enum Purpose {
        /** From a gateway to a pod that it routes to. */
        BACKEND,
        /** From a proxy to istiod, which tells it what to do. */
        CONTROL_PLANE,
        /** From the API server to istiod, which injects proxies. */
        WEBHOOK,
        /** From a pod to the cluster's DNS. */
        DNS,
        /** From ztunnels and gateways to the port of a pod's ztunnel. */
        TUNNEL
    }

    public NetworkBarrier {
        others = List.copyOf(others);
        otherLabels = Map.copyOf(otherLabels);
        ports = List.copyOf(ports);
    }

    @Override
    public String path() {
        return "";
    }

    /** Which way it shuts. */
    @Override
    @SeenByRules
    public Purpose purpose() {
        return purpose;
    }

    /** Whether the policy says what its pods take (ingress), or what they may send (egress). */
    @Override
    @SeenByRules
    public Direction direction() {
        return direction;
    }

    /** A pod that the policy holds, or what a template will make. */
    @Override
    @SeenByRules
    public Workload held() {
        return held;
    }

    /** The other end of the way, in words. */
    @Override
    @SeenByRules
    public List<String> others() {
        return others;
    }

    /** The namespace of the other end; empty where it is outside of the cluster. */
    @Override
    @SeenByRules
    public String otherNamespace() {
        return otherNamespace;
    }

    /** Labels of the other end's pods, as a NetworkPolicy in YAML writes them. */
    @SeenByRules
    public String otherSelector() {
        return yaml(otherLabels);
    }

    /** Labels of the pod that the policy holds, as a NetworkPolicy in YAML writes them. */
    @SeenByRules
    public String heldSelector() {
        return yaml(held.labels());
    }

    private static String yaml(Map<String, String> labels) {
        return "{" + Labels.quoted(PassingLabels.choosing(labels)) + "}";
    }

    /** The ports at the receiver that it shuts. */
    @Override
    @SeenByRules
    public List<Long> ports() {
        return ports;
    }
}
