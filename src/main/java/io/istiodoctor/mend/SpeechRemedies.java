package io.istiodoctor.mend;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Obstacle.NotAccepted;
import io.istiodoctor.trace.Obstacle.SpeechDiffers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** TLS between proxies and applications: what is sent, and what is taken. */
final class SpeechRemedies {
    private final Site site;

    SpeechRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> differs(SpeechDiffers met) {
        List<Remedy> all = new ArrayList<>();
        if (met.tls()) {
            met.rule().flatMap(site::resource).ifPresent(d -> automatic(d).forEach(all::add));
        } else if (met.spoken() == Protocol.HTTPS || met.spoken() == Protocol.TLS) {
            met.asked().ifPresent(a -> originated(a, met).forEach(all::add));
        }
        return all.stream();
    }

    // Without a word on TLS a proxy sends mutual TLS wherever it is taken, and plain text elsewhere.
    private static Stream<Remedy> automatic(Resource rule) {
        List<Remedy> all = new ArrayList<>();
        if (rule.spec().get("trafficPolicy").get("tls").isPresent()) {
            all.add(new Remedy("Leave it to Istio how it speaks TLS to the pods (no trafficPolicy.tls in " + rule.ref() + ")",
                    removed(rule, "spec.trafficPolicy", rule.spec().get("trafficPolicy")).change(), 2));
        }
        List<Node> subsets = rule.spec().get("subsets").elements();
        for (int i = 0; i < subsets.size(); i++) {
            if (subsets.get(i).get("trafficPolicy").get("tls").isPresent()) {
                all.add(new Remedy("Leave it to Istio how it speaks TLS to subset " + subsets.get(i).text("name") + " of " + rule.ref(),
                        removed(rule, "spec.subsets[" + i + "].trafficPolicy", subsets.get(i).get("trafficPolicy")).change(), 2));
            }
        }
        return all.stream();
    }

    private static Edits removed(Resource rule, String path, Node policy) {
        return policy.fields().size() == 1 ? Edits.of(rule).remove(path) : Edits.of(rule).remove(path + ".tls");
    }

    // Whether a certificate that the application shows would be trusted is nowhere to be seen.
    private Stream<Remedy> originated(FieldRef asked, SpeechDiffers met) {
        return site.world().mesh().services().stream().filter(s -> s.resource().ref().equals(asked.object())).flatMap(s -> {
            Map<String, Object> tls = Edits.fields("mode", "SIMPLE", "insecureSkipVerify", true);
            Optional<Resource> rule = met.rule().flatMap(site::resource).or(() -> site.world().all(Kind.DESTINATION_RULE).stream()
                    .filter(d -> site.world().mesh().directory().hostOf(d.spec().text("host"), d.ref().namespace()).equals(s.host())).findFirst());
            String title = "Let proxies speak TLS to " + s.resource().ref() + ", whose application does, and not ask who has signed its certificate";
            if (rule.isPresent()) {
                return Stream.of(new Remedy(title, Edits.of(rule.get()).set("spec.trafficPolicy.tls", tls).change(), 3, true));
            }
            ObjectRef ref = new ObjectRef("networking.istio.io/v1", "DestinationRule", s.namespace(), s.name());
            return Stream.of(new Remedy(title, new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                    Edits.fields("name", s.name(), "namespace", s.namespace()), "spec", Edits.fields("host", s.host(), "trafficPolicy", Edits.fields("tls", tls)))), 3, true));
        });
    }

    Stream<Remedy> notAccepted(NotAccepted met) {
        List<Remedy> all = new ArrayList<>();
        met.rule().flatMap(site::resource).ifPresent(d -> automatic(d).forEach(all::add));
        met.rule().flatMap(site::resource).filter(d -> d.spec().get("trafficPolicy").get("tls").isPresent() && !met.mutual() && met.pod().sidecar())
                .ifPresent(d -> all.add(new Remedy("Send mutual TLS (ISTIO_MUTUAL in " + d.ref() + ")",
                        Edits.of(d).set("spec.trafficPolicy.tls", Edits.fields("mode", "ISTIO_MUTUAL")).change(), 2)));
        boolean plain = !met.mutual() && met.mode().mode().equals("STRICT");
        met.mode().by().ifPresent(p -> all.add(new Remedy("Accept plain text beside mutual TLS (" + p.ref() + " PERMISSIVE)", permissive(p, met), plain ? 4 : 2, plain)));
        return all.stream();
    }

    private static Change permissive(Resource policy, NotAccepted met) {
        String port = "spec.portLevelMtls.\"" + met.port() + "\".mode";
        boolean own = policy.spec().get("portLevelMtls").get(Long.toString(met.port())).isPresent();
        return Edits.of(policy).set(own ? port.replace("\"", "") : "spec.mtls.mode", "PERMISSIVE").change();
    }
}
