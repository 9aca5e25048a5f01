package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Credential;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A certificate that servers of two Gateways present on one port, and whether one of them can take the hosts of both.
 *
 * @param credential the certificate, at one of the two servers
 * @param withdrawal that the server of the younger Gateway leaves its hosts to the other one
 */
public record SharedCertificate(@SeenByRules Credential credential, @SeenByRules Withdrawal withdrawal) implements Subject {
    /** Those of a Gateway. */
    static List<SharedCertificate> of(Gateway gateway, VirtualServices virtualServices) {
        return gateway.servers().stream().flatMap(s -> s.credentials().stream())
                .flatMap(c -> c.sharedWith().map(other -> of(c, other, virtualServices)).stream()).toList();
    }

    // Of both findings about two servers the change is one and the same.
    private static SharedCertificate of(Credential credential, GatewayServer other, VirtualServices virtualServices) {
        GatewayServer own = credential.server();
        boolean younger = Age.OLDEST_FIRST.compare(own.resource(), other.resource()) > 0;
        GatewayServer leaves = younger ? own : other;
        return new SharedCertificate(credential, new Withdrawal(leaves, younger ? other : own, leaves.hostNames(), virtualServices));
    }

    @Override
    public Resource resource() {
        return credential.resource();
    }

    @Override
    public String path() {
        return credential.path();
    }

    /** Whether the servers say the same of TLS, and are for the same pods. */
    @SeenByRules
    public boolean alike() {
        GatewayServer other = credential.sharedWith().orElseThrow();
        GatewayServer own = credential.server();
        return own.spec().tls().same(other.spec().tls()) && own.bind().equals(other.bind()) && own.speech() == other.speech()
                && Set.copyOf(own.gateway().workloads()).equals(Set.copyOf(other.gateway().workloads()));
    }

    /** The hosts of both, as the older Gateway would write them. */
    @SeenByRules
    public List<String> hosts() {
        GatewayServer to = withdrawal.to();
        return Stream.concat(to.hosts().stream(), withdrawal.server().spec().hosts().stream()).distinct().toList();
    }
}
