package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.List;

/** A Gateway with the VirtualServices on its servers. */
public final class GatewayUse implements Subject {
    private final Gateway gateway;
    private final VirtualServices virtualServices;

    /** A Gateway beside all VirtualServices. */
    public GatewayUse(Gateway gateway, VirtualServices virtualServices) {
        this.gateway = gateway;
        this.virtualServices = virtualServices;
    }

    @Override
    public Resource resource() {
        return gateway.resource();
    }

    /** The Gateway. */
    @SeenByRules
    public Gateway gateway() {
        return gateway;
    }

    /** Its servers in the order of the manifest. */
    @SeenByRules
    public List<ServerUse> servers() {
        return gateway.servers().stream().map(s -> new ServerUse(this, s, virtualServices.bindings().of(s))).toList();
    }

    /** Certificates of its servers that those of another Gateway present on the same port. */
    public List<SharedCertificate> sharedCertificates() {
        return SharedCertificate.of(gateway, virtualServices);
    }

    VirtualServices virtualServices() {
        return virtualServices;
    }

    /** Whether a VirtualService is on one of its servers. */
    @SeenByRules(certainty = "routeAbsence")
    public boolean used() {
        return gateway.servers().stream().anyMatch(s -> !virtualServices.bindings().of(s).isEmpty());
    }

    /** What it means that no VirtualService is on a server: certain, inferred or unknown. */
    @SeenByRules
    public Certainty routeAbsence() {
        return virtualServices.absence();
    }

    /** Whether a VirtualService names it, or most likely means it, and is on none of its servers. */
    @SeenByRules
    public boolean missedByRoutes() {
        return virtualServices.bindings().missing(qualifiedName());
    }
}
