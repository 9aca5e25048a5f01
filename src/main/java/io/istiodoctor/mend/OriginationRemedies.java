package io.istiodoctor.mend;

import io.istiodoctor.fix.Plain;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.PassingLabels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Obstacle.SpeechDiffers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TLS to applications that end it themselves, from the proxy that sends them plain text: for this proxy and this port alone, since others may have TLS of
 * their own. Which authority has signed the application's certificate is nowhere to be seen. Where plain text is sent now, TLS that verifies nothing is
 * no less; where it would stand in for mutual TLS, it is.
 */
final class OriginationRemedies {
    private final Site site;

    OriginationRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> originated(SpeechDiffers met) {
        Optional<ServicePort> port = met.asked().flatMap(site::portOf);
        return port.isEmpty() || met.sender().isEmpty() ? Stream.empty() : Stream.of(originated(met, port.get(), met.sender().get()));
    }

    private Remedy originated(SpeechDiffers met, ServicePort port, Workload sender) {
        Service service = port.service();
        String title = "Let the proxy of " + sender.resource().ref() + " speak TLS to port " + port.number() + " of "
                + service.resource().ref()
                + ", whose application does; it does not ask who has signed the certificate, until caCertificates names the authority";
        Optional<Resource> rule = met.rule().flatMap(site::resource);
        Optional<Resource> own = rule
                .filter(r -> r.ref().namespace().equals(sender.namespace()) && r.spec().get("workloadSelector").isPresent());
        Map<String, Object> policy = policy(port, rule.map(r -> r.spec().get("trafficPolicy")).filter(Node::isPresent));
        if (own.isPresent()) {
            return new Remedy(title, Edits.of(own.get()).set("spec.trafficPolicy", policy).change(), 3, met.mutual());
        }
        ObjectRef ref = new ObjectRef("networking.istio.io/v1", "DestinationRule", sender.namespace(),
                service.name() + "-" + service.namespace() + "-tls-" + port.number());
        // The rules of the client's namespace take the place of all others: what they say has to be said again.
        Map<String, Object> spec = new LinkedHashMap<>(
                Edits.fields("host", service.host(), "workloadSelector", Edits.fields("matchLabels", labels(sender))));
        rule.map(r -> r.spec().get("subsets")).filter(Node::isPresent).ifPresent(s -> spec.put("subsets", Plain.of(s)));
        spec.put("trafficPolicy", policy);
        return new Remedy(title, new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                Edits.fields("name", ref.name(), "namespace", ref.namespace()), "spec", spec)), 3, met.mutual());
    }

    /** The labels of a workload that outlast its next version. */
    static Map<String, Object> labels(Workload sender) {
        Map<String, Object> lasting = new LinkedHashMap<>(sender.labels());
        lasting.keySet().removeIf(k -> k.equals("version") || PassingLabels.isPassing(k));
        return lasting.isEmpty() ? new LinkedHashMap<>(sender.labels()) : lasting;
    }

    // A policy for a port inherits nothing from the one around it.
    private static Map<String, Object> policy(ServicePort port, Optional<Node> before) {
        Map<String, Object> policy = new LinkedHashMap<>();
        Map<String, Object> forPort = new LinkedHashMap<>(Edits.fields("port", Edits.fields("number", port.number())));
        List<Object> ports = new ArrayList<>();
        before.ifPresent(p -> p.fields().forEach((name, value) -> {
            if (!name.equals("portLevelSettings")) {
                policy.put(name, Plain.of(value));
                forPort.put(name, Plain.of(value));
            }
        }));
        before.stream().flatMap(p -> p.get("portLevelSettings").elements().stream()).forEach(s -> {
            if (s.get("port").get("number").number().filter(n -> n == port.number()).isPresent()) {
                s.fields().forEach((name, value) -> forPort.put(name, Plain.of(value)));
            } else {
                ports.add(Plain.of(s));
            }
        });
        forPort.put("tls", Edits.fields("mode", "SIMPLE", "insecureSkipVerify", true));
        ports.add(forPort);
        policy.put("portLevelSettings", ports);
        return policy;
    }
}
