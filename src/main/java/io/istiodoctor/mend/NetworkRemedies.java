package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.network.Passage.Direction;
import io.istiodoctor.mesh.workload.PassingLabels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Obstacle.NetworkShut;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * NetworkPolicies that let the pods of this client reach this one port, and nobody else anything. All of it weakens: who may reach whom is for a person
 * to say.
 */
final class NetworkRemedies {
    private static final int COST = 4;

    private final Site site;

    NetworkRemedies(Site site) {
        this.site = site;
    }

    /** A rule more, of the policy where it holds these pods alone, else of one of its own: policies for the same pods add up. */
    Stream<Remedy> opened(NetworkShut met) {
        boolean ingress = met.direction() == Direction.INGRESS;
        Workload held = ingress ? met.to() : met.from();
        Workload other = ingress ? met.from() : met.to();
        Map<String, String> heldLabels = PassingLabels.choosing(held.labels());
        Map<String, String> otherLabels = PassingLabels.choosing(other.labels());
        // An empty selector chooses every pod, and none chooses those in the node's network.
        if (heldLabels.isEmpty() || otherLabels.isEmpty() || met.from().hostNetwork() || met.to().hostNetwork()) {
            return Stream.empty();
        }
        Map<String, Object> rule = Edits.fields(ingress ? "from" : "to", List.of(peer(other, otherLabels, held.namespace())), "ports",
                List.of(Edits.fields("protocol", "TCP", "port", met.port())));
        Change change = holdsAlone(met.policy(), held, heldLabels)
                ? Edits.of(met.policy()).append(ingress ? "spec.ingress" : "spec.egress", rule).change()
                : created(met, held, heldLabels, rule);
        return Stream.of(new Remedy("Let pods with " + Labels.show(PassingLabels.choosing(met.from().labels())) + " of namespace "
                + met.from().namespace() + " reach port " + met.port() + " of pods with "
                + Labels.show(PassingLabels.choosing(met.to().labels()))
                + " of namespace " + met.to().namespace() + " (" + change.target() + ")", change, COST, true));
    }

    private static Map<String, Object> peer(Workload pod, Map<String, String> labels, String here) {
        Map<String, Object> chosen = Edits.fields("matchLabels", labels);
        return pod.namespace().equals(here) ? Edits.fields("podSelector", chosen)
                : Edits.fields("namespaceSelector",
                        Edits.fields("matchLabels", Map.of("kubernetes.io/metadata.name", pod.namespace())), "podSelector", chosen);
    }

    private boolean holdsAlone(Resource policy, Workload held, Map<String, String> labels) {
        return pods(held).filter(w -> Labels.matchSelector(policy.spec().get("podSelector"), w.labels()))
                .allMatch(w -> Labels.match(labels, w.labels()));
    }

    private Stream<Workload> pods(Workload like) {
        return site.world().mesh().workloads().stream().filter(w -> w.namespace().equals(like.namespace()));
    }

    private Change created(NetworkShut met, Workload held, Map<String, String> labels, Map<String, Object> rule) {
        boolean ingress = met.direction() == Direction.INGRESS;
        Workload other = ingress ? met.from() : met.to();
        String name = name(held) + (ingress ? "-from-" : "-to-") + name(other) + "-" + met.port();
        String free = DestinationRemedies.find(site, Kind.NETWORK_POLICY, held.namespace(), name).isPresent() ? name + "-more" : name;
        ObjectRef ref = new ObjectRef("networking.k8s.io/v1", Kind.NETWORK_POLICY.kind(), held.namespace(), free);
        return new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                Edits.fields("name", ref.name(), "namespace", ref.namespace()), "spec",
                Edits.fields("podSelector", Edits.fields("matchLabels", labels), "policyTypes", List.of(ingress ? "Ingress" : "Egress"),
                        ingress ? "ingress" : "egress", List.of(rule))));
    }

    private static String name(Workload pod) {
        return Stream.of("app", "app.kubernetes.io/name", "k8s-app").flatMap(k -> Stream.ofNullable(pod.labels().get(k))).findFirst()
                .orElse(pod.name()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    }
}
