package io.istiodoctor.mesh.config;

import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The domain of the cluster's Service names, as istiod was started with it; cluster.local when nothing says otherwise. */
public final class ClusterDomain {
    static final String DEFAULT = "cluster.local";

    private ClusterDomain() {}

    /** The domain by which the istiod among the workloads was started. */
    public static String of(List<Workload> workloads) {
        return workloads.stream().filter(Workload::istiod)
                .flatMap(w -> w.containers().stream())
                .flatMap(c -> Stream.concat(argument(c.args()).stream(), variable(c.env()).stream()))
                .filter(d -> !d.contains("$")).findFirst().orElse(DEFAULT);
    }

    private static List<String> argument(List<String> args) {
        int flag = args.indexOf("--domain");
        return flag >= 0 && flag + 1 < args.size() ? List.of(args.get(flag + 1))
                : args.stream().filter(a -> a.startsWith("--domain=")).map(a -> a.substring("--domain=".length())).toList();
    }

    private static List<String> variable(Map<String, String> env) {
        return env.containsKey("DOMAIN_SUFFIX") ? List.of(env.get("DOMAIN_SUFFIX")) : List.of();
    }
}
