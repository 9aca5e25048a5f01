package io.istiodoctor.mend;

import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.Map;
import java.util.Optional;

/** Proxies beside clients that have none, and so speak no mutual TLS. */
final class InjectionRemedies {
    private static final String NAMESPACE_LABEL = "istio-injection";

    private final Site site;

    InjectionRemedies(Site site) {
        this.site = site;
    }

    /**
     * A proxy beside the client, by the label that asks for one and the container that the injector fills
     * (https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/, "Customizing injection"). In a cluster containers of a pod cannot be
     * changed; there it is told in words.
     */
    Optional<Remedy> beside(Workload client) {
        boolean own = client.sidecar() || client.gateway() || client.waypoint() || client.assumed() || client.hostNetwork();
        if (own || site.world().mesh().live() || heldOut(client.namespace())) {
            return Optional.empty();
        }
        Resource owner = client.resource();
        String pod = client.template() ? client.templatePath() + "." : "";
        Edits edits = Edits.of(owner).set(pod + "metadata.labels.\"sidecar.istio.io/inject\"", "true");
        if (!client.template()) {
            // A pod stands for what it is once it is made, and that has the label by which others know that they may send it mutual TLS.
            edits.set("metadata.labels.\"security.istio.io/tlsMode\"", "istio");
        }
        return Optional.of(new Remedy(
                "Let Istio put a proxy beside " + owner.ref() + ", which speaks mutual TLS; its pods have to be made anew for that",
                edits.append(pod + "spec.containers", Edits.fields("name", "istio-proxy", "image", image(client))).change(), 3));
    }

    /**
     * That the pods of a client go on taking plain text once there is a proxy beside them, as they do without one: where mutual TLS alone is asked for,
     * others that have no proxy could not send to them any more. It shows only together with the proxy.
     */
    Optional<Remedy> open(Workload client) {
        Map<String, Object> labels = OriginationRemedies.labels(client);
        boolean strict = site.world().mesh().peerModes().of(client, 0).mode().equals("STRICT");
        boolean alone = site.world().proxies().endpoints().pods().in(client.namespace()).stream()
                .filter(w -> w.labels().entrySet().containsAll(labels.entrySet())).noneMatch(Workload::sidecar);
        ObjectRef ref = new ObjectRef("security.istio.io/v1", "PeerAuthentication", client.namespace(), client.name() + "-as-before");
        return !strict || !alone || labels.isEmpty() ? Optional.empty() : Optional.of(new Remedy(
                "Let " + client.resource().ref() + " go on taking plain text beside mutual TLS, as it does without a proxy (" + ref + ")",
                new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                        Edits.fields("name", ref.name(), "namespace", ref.namespace()), "spec",
                        Edits.fields("selector", Edits.fields("matchLabels", labels), "mtls", Edits.fields("mode", "PERMISSIVE")))),
                1).part());
    }

    // The injector puts its own image in the place of "auto"; a pod that is there already is not looked at by it any more.
    private String image(Workload client) {
        return client.template() ? "auto"
                : site.world().mesh().workloads().stream().filter(Workload::sidecar).flatMap(w -> w.proxy().stream())
                        .map(Container::image).findFirst().orElse("auto");
    }

    // No label of a pod helps where its namespace says no.
    private boolean heldOut(String namespace) {
        return site.world().all(Kind.NAMESPACE).stream().filter(n -> n.ref().name().equals(namespace))
                .anyMatch(n -> !n.labels().getOrDefault(NAMESPACE_LABEL, "enabled").equals("enabled"));
    }
}
