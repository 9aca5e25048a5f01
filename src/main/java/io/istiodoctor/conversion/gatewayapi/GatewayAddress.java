package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An address of a Gateway for which istiod makes no pods of its own: it names the Service of gateway pods that are there already. */
public final class GatewayAddress implements Subject {
    private final Resource gateway;
    private final Written address;
    private final List<Written> all;
    private final ConversionInput input;
    private final Mesh mesh;

    private GatewayAddress(Resource gateway, Written address, List<Written> all, ConversionInput input, Mesh mesh) {
        this.gateway = gateway;
        this.address = address;
        this.all = all;
        this.input = input;
        this.mesh = mesh;
    }

    /** Those of all Gateways that are Istio's. */
    public static List<GatewayAddress> of(Mesh mesh) {
        ConversionInput input = ConversionInput.of(mesh);
        GatewayClasses classes = new GatewayClasses(input);
        return input.all(Kind.KUBERNETES_GATEWAY).stream()
                .filter(g -> classes.of(g) instanceof GatewayClasses.Owner.Istio(Controller c) && c == Controller.EDGE
                        && !GatewayServices.deployed(g, input))
                .flatMap(g -> of(g, input, mesh)).toList();
    }

    private static Stream<GatewayAddress> of(Resource gateway, ConversionInput input, Mesh mesh) {
        List<Written> all = Written.spec(gateway).get("addresses").elements();
        return all.stream().map(a -> new GatewayAddress(gateway, a, all, input, mesh));
    }

    @Override
    public Resource resource() {
        return gateway;
    }

    @Override
    public String path() {
        return address.at().path();
    }

    /** The address as written. */
    @SeenByRules
    public String written() {
        return address.text("value");
    }

    /** Whether it is of type Hostname: of several addresses, no other counts. */
    @SeenByRules
    public boolean hostname() {
        return hostname(address);
    }

    private static boolean hostname(Written address) {
        return address.text("type", "IPAddress").equals("Hostname");
    }

    /** Whether it is the first of the Gateway. */
    @SeenByRules
    public boolean first() {
        return address.at().equals(all.getFirst().at());
    }

    /** Whether some address of the Gateway is of type Hostname. */
    @SeenByRules
    public boolean hostnameBeside() {
        return all.stream().anyMatch(GatewayAddress::hostname);
    }

    /** The full name that it means. */
    @SeenByRules
    public String host() {
        return GatewayServices.host(address, namespace(), input);
    }

    /** The Service of this name, in whatever namespace. */
    @SeenByRules(certainty = "absence")
    public Optional<Service> service() {
        return mesh.directory().service(host());
    }

    /** What it means that there is no such Service. */
    @SeenByRules
    public Certainty absence() {
        return mesh.directory().absence(Kind.SERVICE);
    }

    /** Whether the Service is in another namespace than the Gateway: istiod looks for it beside the Gateway only. */
    @SeenByRules
    public boolean elsewhere() {
        return service().filter(s -> !s.namespace().equals(namespace())).isPresent();
    }

    /** Ports of the Gateway's listeners that no Service of its addresses has: there they listen on nothing. */
    @SeenByRules
    public List<Long> missingPorts() {
        List<Service> services = all.stream().filter(GatewayAddress::hostname)
                .flatMap(a -> mesh.directory().service(GatewayServices.host(a, namespace(), input)).stream()).toList();
        return GatewayListener.of(gateway).stream().flatMap(l -> l.port().stream()).distinct()
                .filter(p -> services.stream().noneMatch(s -> s.portNumbers().contains(p))).toList();
    }

    /** Whether istiod takes it, and all listeners have a port of the Services. */
    public boolean usable() {
        return hostname() && service().isPresent() && !elsewhere() && missingPorts().isEmpty();
    }
}
