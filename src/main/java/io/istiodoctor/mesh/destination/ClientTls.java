package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@code tls} section of a DestinationRule: how clients speak TLS to a host, one of its ports, or one of its subsets. */
public final class ClientTls implements Subject {
    private final DestinationRule rule;
    private final String path;
    private final Node node;
    private final long port;

    private ClientTls(DestinationRule rule, String path, Node node, long port) {
        this.rule = rule;
        this.path = path;
        this.node = node;
        this.port = port;
    }

    /** The {@code tls} sections of a rule: the general one, those for ports, those of subsets. */
    public static List<ClientTls> of(DestinationRule rule) {
        return TrafficPolicy.of(rule).stream().filter(p -> p.tls().isPresent())
                .map(p -> new ClientTls(rule, p.path() + ".tls", p.tls(), p.port())).toList();
    }

    @Override
    public Resource resource() {
        return rule.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The DestinationRule that it is in. */
    @SeenByRules
    public DestinationRule rule() {
        return rule;
    }

    /** The port that it is for; 0 when it is for all. */
    @SeenByRules
    public long port() {
        return port;
    }

    /** Whether it is for one port only. */
    @SeenByRules
    public boolean portLevel() {
        return path.contains("portLevelSettings");
    }

    /** DISABLE, SIMPLE, MUTUAL or ISTIO_MUTUAL. */
    @SeenByRules
    public String mode() {
        String mode = node.text("mode").toUpperCase(Locale.ROOT);
        return mode.isEmpty() ? "DISABLE" : mode;
    }

    /**
     * Whether it begins TLS of the application's own kind without saying whose certificates it trusts. A credentialName brings an authority
     * with it at gateways, and where a workloadSelector lets sidecars read it; other sidecars leave it out.
     */
    @SeenByRules
    public boolean trustsNobody() {
        boolean own = mode().equals("SIMPLE") || mode().equals("MUTUAL");
        boolean credential = node.get("credentialName").isPresent()
                && (resource().spec().get("workloadSelector").isPresent() || rule.besideGateways());
        return own && !node.get("caCertificates").isPresent() && !credential && !node.get("insecureSkipVerify").isTrue();
    }

    /** Whether gateways pass the client's own TLS to the host, and this TLS would stand around it: then it is to go, whomever it trusts. */
    @SeenByRules
    public boolean aroundTls() {
        return rule.wrapped();
    }

    /** Whether the host is a name inside the cluster, for which no public authority gives certificates. */
    @SeenByRules
    public boolean insideCluster() {
        return rule.host().contains(".svc.") || rule.service().isPresent();
    }

    /** The release of istiod; empty when it is not known. */
    @SeenByRules
    public Optional<IstioVersion> istioVersion() {
        return rule.istioVersion();
    }

    /** Why it cannot be judged; empty when it can: for names outside the cluster the release decides. */
    @SeenByRules
    public String unknown() {
        return trustsNobody() && !insideCluster() && istioVersion().isEmpty() ? "the release of istiod is not known" : "";
    }

    /** Whether proxies check certificates against the system's authorities, where none is named: from 1.20 on. */
    @SeenByRules
    public boolean systemAuthorities() {
        return rule.istioVersion().filter(v -> v.atLeast(1, 20)).isPresent();
    }
}
