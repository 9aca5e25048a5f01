package io.istiodoctor.mesh.workload;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Labels of pods that stand in no pod template, since they are put there when a pod is made, by Kubernetes' controllers or Argo Rollouts, or while it runs, by
 * what runs in it: Vault's and OpenBao's service registration, and Patroni, which tells its leader from its replicas.
 */
public final class PassingLabels {
    private static final Set<String> KEYS = Set.of("pod-template-hash", "pod-template-generation", "controller-revision-hash",
            "rollouts-pod-template-hash", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "job-name",
            "controller-uid",
            "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index", "spilo-role");
    private static final Set<String> VERSIONS = Set.of("version", "app.kubernetes.io/version", "helm.sh/chart", "chart");
    private static final Pattern REGISTERED = Pattern.compile("(vault|openbao)-(active|initialized|perf-standby|sealed|version)");
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final Pattern ORDINAL = Pattern.compile("-\\d+$");
    private static final Set<String> PATRONI_ROLES = Set.of("master", "primary", "replica", "standby_leader");

    private PassingLabels() {}

    /** Whether it is one of those that no template has. */
    public static boolean isPassing(String key) {
        return KEYS.contains(key) || REGISTERED.matcher(key).matches();
    }

    /**
     * The labels by which a pod and those that will take its place can be chosen, by key: without those of one pod, one template or one version, and
     * without what injection adds.
     */
    public static SortedMap<String, String> choosing(Map<String, String> labels) {
        SortedMap<String, String> choosing = new TreeMap<>(labels);
        choosing.entrySet().removeIf(e -> isPassing(e.getKey()) || isRole(e.getKey(), e.getValue()) || VERSIONS.contains(e.getKey())
                || e.getKey().contains("istio.io/"));
        return choosing;
    }

    /** A selector without what no template can be asked for. */
    static Map<String, String> lasting(Map<String, String> selector) {
        Map<String, String> lasting = new TreeMap<>(selector);
        lasting.entrySet().removeIf(e -> isPassing(e.getKey()) || isRole(e.getKey(), e.getValue()));
        return lasting;
    }

    private static boolean isRole(String key, String value) {
        return key.equals("role") && PATRONI_ROLES.contains(value);
    }

    /** Whether pods of a template may come to carry these labels, beside those that it gives them. */
    static boolean mayCome(Map<String, String> selector, Workload template) {
        return selector.entrySet().stream().allMatch(e -> {
            String written = template.labels().get(e.getKey());
            return written != null ? written.equals(e.getValue())
                    : !e.getKey().equals(POD_NAME) || ORDINAL.matcher(e.getValue()).replaceFirst("").equals(template.name());
        });
    }
}
