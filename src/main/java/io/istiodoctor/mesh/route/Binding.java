package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.ServerRefusal;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/** A VirtualService on one server of a Gateway that it names. */
public final class Binding implements Subject {
    private final VirtualService virtualService;
    private final GatewayReference reference;
    private final GatewayServer server;
    private final List<String> domains;
    private final Bindings bindings;

    /** @param domains of each pair of hosts that overlap, the narrower */
    Binding(VirtualService virtualService, GatewayReference reference, GatewayServer server, List<String> domains, Bindings bindings) {
        this.virtualService = virtualService;
        this.reference = reference;
        this.server = server;
        this.domains = List.copyOf(domains);
        this.bindings = bindings;
    }

    @Override
    public Resource resource() {
        return virtualService.resource();
    }

    @Override
    public String path() {
        return reference.path();
    }

    /** The VirtualService. */
    @SeenByRules
    public VirtualService virtualService() {
        return virtualService;
    }

    /** The name by which it names the server's Gateway. */
    @SeenByRules
    public GatewayReference reference() {
        return reference;
    }

    /** The server that takes some of its hosts. */
    @SeenByRules
    public GatewayServer server() {
        return server;
    }

    /** The hosts that the server takes from it: of each pair that overlaps, the narrower. */
    @SeenByRules
    public List<String> domains() {
        return domains;
    }

    /** Whether the VirtualService has rules in the section that the server looks at. */
    @SeenByRules
    public boolean fits() {
        return virtualService.sections().contains(server.speech().section());
    }

    /** Whether it has no rules in the section that the server looks at, and no other VirtualService serves its hosts there. */
    @SeenByRules(certainty = "routeAbsence", absentWhenTrue = true)
    public boolean unserved() {
        boolean served = !server.contested() && server.refusal() == ServerRefusal.NONE;
        return !fits() && meant() && served && !server.tlsMode().equals("AUTO_PASSTHROUGH")
                && domains.stream().noneMatch(d -> bindings.served(server, d));
    }

    /** Whether one of its rules, of whatever section, holds on the server. */
    boolean meant() {
        return virtualService.rules().stream().anyMatch(r -> r.holdsOn(server));
    }

    /** What it means that no VirtualService serves its hosts: certain, inferred or unknown. */
    @SeenByRules
    public Certainty routeAbsence() {
        return virtualService.others().absence();
    }

    /** Whether it has rules that another server of the same Gateway looks at. */
    @SeenByRules
    public boolean fitsBeside() {
        return virtualService.bindings().stream().anyMatch(b -> b.server().gateway() == server.gateway() && b.fits());
    }

    /** A VirtualService before this one whose tcp rule takes every connection of the server, so that this one's tcp rules see none. */
    @SeenByRules
    public Optional<VirtualService> tcpTakenBy() {
        boolean holds = virtualService.rules().stream().anyMatch(r -> r.section().equals("tcp") && r.holdsOn(server));
        return server.speech().section().equals("tcp") && holds
                ? bindings.before(server, virtualService, o -> o.tcpBefore(virtualService)) : Optional.empty();
    }
}
