package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.config.MeshConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The mesh's own trust domain and its other names, which count alike in policies (security/trustdomain of Istio). */
record TrustDomains(List<String> names) {
    private static final String DEFAULT = "cluster.local";

    TrustDomains {
        names = List.copyOf(names);
    }

    static TrustDomains of(MeshConfig config) {
        List<String> names = new ArrayList<>();
        String own = config.mesh().text("trustDomain");
        names.add(own.isEmpty() ? DEFAULT : own);
        config.mesh().get("trustDomainAliases").elements().forEach(a -> a.text().ifPresent(names::add));
        return new TrustDomains(names);
    }

    /** The principals that are meant by one: {@code cluster.local} stands for the mesh's own trust domain. */
    Set<String> principals(String written) {
        String[] parts = written.split("/", -1);
        if (parts.length != 5 || parts[0].equals("*")
                || !parts[0].equals(DEFAULT) && names.stream().noneMatch(n -> TextPattern.matches(parts[0], n))) {
            return Set.of(written);
        }
        Set<String> meant = new LinkedHashSet<>();
        String rest = written.substring(parts[0].length());
        names.forEach(n -> meant.add(parts[0].startsWith("*") && n.endsWith(parts[0].substring(1)) ? written : n + rest));
        return meant;
    }

    /** The trust domains that are meant by one. */
    List<String> domains(String written) {
        return names.contains(written) ? names : List.of(written);
    }
}
