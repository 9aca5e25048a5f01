package io.istiodoctor.schema.demand;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Sort;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What the API server demands of Kubernetes' own kinds (pkg/apis in Kubernetes' source), as far as it matters to a mesh, and of all metadata. */
public final class CoreDemands {
    private CoreDemands() {}

    /** Why the API server would refuse an object that fits its definition. */
    public static List<Flaw> flaws(Resource object) {
        List<Flaw> flaws = new ArrayList<>();
        Place whole = Place.of(object, flaws);
        MetadataDemands.judge(whole.get("metadata"), object);
        Optional<Kind> kind = object.ref().known();
        kind.ifPresent(k -> judge(k, whole, whole.get("spec")));
        return flaws;
    }

    private static void judge(Kind kind, Place object, Place spec) {
        switch (kind) {
            case SERVICE -> ServiceDemands.judge(spec);
            case POD -> PodDemands.judge(spec);
            case DEPLOYMENT -> {
                WorkloadDemands.judge(spec);
                spec.get("strategy").get("type").oneOf("", "Recreate", "RollingUpdate");
            }
            case STATEFUL_SET -> {
                WorkloadDemands.judge(spec);
                spec.get("podManagementPolicy").oneOf("", "OrderedReady", "Parallel");
            }
            case DAEMON_SET, REPLICA_SET -> WorkloadDemands.judge(spec);
            case JOB -> WorkloadDemands.job(object.get("metadata").get("name"), spec, WorkloadDemands.LONGEST_JOB);
            case CRON_JOB -> WorkloadDemands.cronJob(object.get("metadata").get("name"), spec);
            case INGRESS -> IngressDemands.judge(spec);
            case INGRESS_CLASS -> IngressDemands.ingressClass(spec);
            case NETWORK_POLICY -> NetworkPolicyDemands.judge(spec);
            case SECRET -> secret(object);
            default -> {
            }
        }
    }

    private static void secret(Place object) {
        object.get("data").entries().values().forEach(v -> v.form(v.text().isEmpty() || v.isText() && isBase64(v.text()), "base64"));
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
            String packed = text.replaceAll("[\r\n]", "");
            var _ = Base64.getDecoder().decode(packed);
            // Java does without the padding, Go does not.
            return packed.length() % 4 == 0;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
