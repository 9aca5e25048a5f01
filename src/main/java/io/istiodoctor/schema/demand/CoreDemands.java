package io.istiodoctor.schema.demand;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Sort;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server demands of Kubernetes' own kinds (pkg/apis in Kubernetes' source), as far as it matters to a mesh, and of all metadata. */
public final class CoreDemands {
    private CoreDemands() {}

    /** Why the API server would refuse an object that fits its definition. */
    public static List<Flaw> flaws(Resource object) {
        List<Flaw> flaws = new ArrayList<>();
        Place whole = Place.of(object, flaws);
        MetadataDemands.judge(whole.get("metadata"), object);
        Optional<Kind> kind = Kind.of(object.ref().apiVersion(), object.ref().kind());
        kind.ifPresent(k -> judge(k, whole, whole.get("spec")));
        return flaws;
    }

    private static void judge(Kind kind, Place object, Place spec) {
        switch (kind) {
            case SERVICE -> ServiceDemands.judge(spec);
            case POD -> PodDemands.judge(spec);
            case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB -> PodDemands.workload(spec);
            case CRON_JOB -> PodDemands.workload(spec.get("jobTemplate").get("spec"));
            case INGRESS -> ingress(spec);
            case NETWORK_POLICY -> network(spec);
            case SECRET -> secret(object);
            default -> { }
        }
    }

    private static void ingress(Place spec) {
        if (spec.has("defaultBackend")) {
            backend(spec.get("defaultBackend"));
        }
        for (Place rule : spec.get("rules").each()) {
            Place host = rule.get("host");
            String name = host.text().startsWith("*.") ? host.text().substring(2) : host.text();
            host.form(host.text().isEmpty() || KubernetesName.isName(name) && !Address.isIp(name), "host-name");
            for (Place path : rule.get("http").get("paths").each()) {
                path.get("pathType").oneOf("Exact", "Prefix", "ImplementationSpecific");
                boolean free = path.text("pathType").equals("ImplementationSpecific") && path.text("path").isEmpty();
                path.get("path").form(free || path.text("path").startsWith("/"), "absolute-path");
                backend(path.get("backend"));
            }
        }
    }

    private static void backend(Place backend) {
        if (backend.has("service") == backend.has("resource")) {
            backend.tell(Sort.NONE_OF, "", "service", "resource");
            return;
        }
        Place port = backend.get("service").get("port");
        if (backend.has("service")) {
            backend.get("service").get("name").form(MetadataDemands.isServiceName(backend.get("service").text("name")), "name-of-a-service");
            if (port.text("name").isEmpty() && port.get("number").number() == 0) {
                port.tell(Sort.NONE_OF, "", "name", "number");
            } else if (port.text("name").isEmpty()) {
                Demands.port(port.get("number"));
            } else if (port.get("number").number() != 0) {
                port.get("number").tell(Sort.EXCLUDED, "name");
            } else {
                port.get("name").form(PodDemands.isPortName(port.text("name")), "port-name-of-a-pod");
            }
        }
    }

    private static void network(Place spec) {
        MetadataDemands.labels(spec.get("podSelector").get("matchLabels"));
        spec.get("policyTypes").each().forEach(t -> t.oneOf("Ingress", "Egress"));
        Stream.of("ingress", "egress").forEach(d -> spec.get(d).each().forEach(CoreDemands::networkRule));
    }

    private static void networkRule(Place rule) {
        for (Place port : rule.get("ports").each()) {
            if (port.has("port")) {
                PodDemands.reference(port.get("port"));
            }
            port.get("protocol").oneOf("", "TCP", "UDP", "SCTP");
        }
        for (String peers : List.of("from", "to")) {
            for (Place peer : rule.get(peers).each()) {
                if (!peer.has("ipBlock") && !peer.has("podSelector") && !peer.has("namespaceSelector")) {
                    peer.tell(Sort.NONE_OF, "", "ipBlock", "podSelector", "namespaceSelector");
                } else if (peer.has("ipBlock")) {
                    Place block = peer.get("ipBlock").get("cidr");
                    block.form(Address.isNetwork(block.text()), "network");
                }
            }
        }
    }

    private static void secret(Place object) {
        object.get("data").entries().values().forEach(v -> v.form(isBase64(v.text()), "base64"));
        if (object.text("type").equals("kubernetes.io/tls")) {
            for (String key : List.of("tls.crt", "tls.key")) {
                if (!object.get("data").hasKey(key) && !object.get("stringData").hasKey(key)) {
                    object.get("data").get(key).tell(Sort.MISSING, "");
                }
            }
        }
    }

    private static boolean isBase64(String text) {
        try {
            var _ = Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
