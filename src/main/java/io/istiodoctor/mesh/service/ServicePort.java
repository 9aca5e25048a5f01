package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.WholeNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One port of a Service. */
public final class ServicePort implements Subject {
    private static final long HIGHEST = 65535;

    private final Service service;
    private final int index;
    private final Node node;

    ServicePort(Service service, int index, Node node) {
        this.service = service;
        this.index = index;
        this.node = node;
    }

    @Override
    public Resource resource() {
        return service.resource();
    }

    @Override
    public String path() {
        return "spec.ports[" + index + "]";
    }

    /** The Service that this is a port of. */
    @SeenByRules
    public Service service() {
        return service;
    }

    /** The port clients of the Service use. */
    @SeenByRules
    public long number() {
        return node.get("port").number().orElse(0L);
    }

    /** The port's name; empty when it has none. */
    @SeenByRules
    public String portName() {
        return node.text("name");
    }

    /** Where the pods listen, as written: a number or the name of a container port; the Service port when not given. */
    @SeenByRules
    public String targetPort() {
        String written = node.text("targetPort");
        return written.isEmpty() || written.equals("0") ? Long.toString(number()) : written;
    }

    /** The target port where it is a number; empty for a name, and for digits that no port can have. */
    @SeenByRules
    public Optional<Long> targetNumber() {
        return WholeNumber.of(targetPort());
    }

    /** Whether the target port is given. */
    @SeenByRules
    public boolean targetPortWritten() {
        return node.get("targetPort").isPresent();
    }

    /** Whether the target port is a name. */
    @SeenByRules
    public boolean named() {
        return targetNumber().isEmpty();
    }

    /** The port on every node; 0 when there is none. */
    @SeenByRules
    public long nodePort() {
        return node.get("nodePort").number().orElse(0L);
    }

    /** TCP, UDP or SCTP. */
    @SeenByRules
    public String transport() {
        String transport = node.text("protocol");
        return transport.isEmpty() ? "TCP" : transport;
    }

    /** What Istio takes it to speak. */
    @SeenByRules
    public Protocol istioProtocol() {
        return Protocol.of(transport(), node.get("appProtocol").text(), portName(), number());
    }

    /** Whether the name or appProtocol says what the port speaks, or the number is known for it. */
    @SeenByRules
    public boolean protocolKnown() {
        return istioProtocol() != Protocol.DETECTED;
    }

    /** Whether it is declared to speak TLS of its own, or is 443 or 8443 without any declaration and leads to no port of plain HTTP. */
    @SeenByRules
    public boolean expectsTls() {
        return istioProtocol() == Protocol.HTTPS || istioProtocol() == Protocol.TLS
                || (number() == 443 || number() == 8443) && !protocolKnown() && List.of("443", "8443", "https").contains(targetPort());
    }

    /** {@link #istioProtocol()} as appProtocol writes it. */
    @SeenByRules
    public String declaredProtocol() {
        return istioProtocol().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is for UDP, without a port for TCP of the same number beside it; HTTP/3 has one. */
    @SeenByRules
    public boolean udpAlone() {
        return transport().equals("UDP") && service.ports().stream().noneMatch(p -> p.number() == number() && p.transport().equals("TCP"));
    }

    /** Whether it is for UDP alone and named like HTTP. */
    @SeenByRules
    public boolean udpNamedHttp() {
        return udpAlone() && Stream.of(portName(), appProtocolText()).flatMap(n -> Protocol.ofName(n).stream()).anyMatch(Protocol::http);
    }

    /** That its server speaks first, where the protocol is left to detection; empty when nothing tells so. */
    @SeenByRules
    public Optional<ServerFirst> serverFirst() {
        return ServerFirst.of(this);
    }

    /** That its server speaks first, and no HTTP, though the port is declared to speak HTTP; empty when nothing tells so. */
    @SeenByRules
    public Optional<ServerFirst> serverFirstBehindHttp() {
        return ServerFirst.behindHttp(this);
    }

    /** Whether an appProtocol is given. */
    @SeenByRules
    public boolean appProtocol() {
        return node.get("appProtocol").isPresent();
    }

    /** The appProtocol as written; empty when none is given. */
    @SeenByRules
    public String appProtocolText() {
        return node.text("appProtocol");
    }

    /** Whether HTTP can only be recognised by a declaration that the name does not make: an ExternalName's plain TCP port. */
    @SeenByRules
    public boolean nameHttpOrTls() {
        Protocol p = istioProtocol();
        return p.http() || p == Protocol.HTTPS || p == Protocol.TLS;
    }

    /** The port of this workload's pods that traffic is sent to; empty when a named one is not declared there. */
    public Optional<Long> targetOn(Workload workload) {
        return named() ? workload.port(targetPort(), transport()).map(ContainerPort::number)
                : targetNumber();
    }

    /** Numbers that the Service's workloads declare for this transport, ascending. */
    @SeenByRules
    public List<Long> declaredPorts() {
        return declared().map(ContainerPort::number).distinct().sorted().toList();
    }

    /** Names that the Service's workloads declare for this transport, in alphabetical order. */
    @SeenByRules
    public List<String> declaredNames() {
        return declared().map(ContainerPort::name).filter(n -> !n.isEmpty()).distinct().sorted().toList();
    }

    private Stream<ContainerPort> declared() {
        return service.workloads().stream().flatMap(w -> w.gateway() ? w.ports().stream()
                : w.applicationContainers().stream().flatMap(c -> c.ports().stream())).filter(p -> p.transport().equals(transport()));
    }

    /** Whether no workload of the Service declares a container port of the target's name. */
    @SeenByRules
    public boolean nameMissing() {
        return named() && !service.workloads().isEmpty() && service.workloads().stream().allMatch(w -> targetOn(w).isEmpty());
    }

    /**
     * Whether every application container of every workload declares ports, and none of them this numeric target. A
     * container that declares nothing may listen anywhere, so that its presence answers no, as a Sidecar's listener does that leads elsewhere.
     */
    @SeenByRules
    public boolean undeclared() {
        return !service.workloads().isEmpty()
                && targetNumber().filter(t -> t > 0 && t <= HIGHEST)
                        .filter(t -> service.workloads().stream()
                                .allMatch(w -> w.undeclared(t, transport()) && !service.sidecars().leads(w, t)))
                        .isPresent();
    }

    /** The declared name that was most likely meant: the only one, or one much like the target. */
    @SeenByRules
    public Optional<String> nearestName() {
        List<String> names = declaredNames();
        return names.size() == 1 ? Optional.of(names.getFirst()) : Nearest.name(targetPort(), names);
    }

    /** The declared number that was most likely meant: the only one, or the one nearest to the target. */
    @SeenByRules
    public Optional<Long> nearestDeclared() {
        return targetNumber().map(t -> Nearest.port(t, declaredPorts())).orElseGet(() -> declaredPorts().stream().findFirst());
    }

    /** Whether a Gateway's server asks for this port. */
    @SeenByRules
    public boolean gatewayListens() {
        return service.gatewayPorts().contains(number());
    }

    /** The workload whose ports do not fit, for naming it. */
    @SeenByRules
    public Optional<Workload> workload() {
        return service.workloads().stream().findFirst();
    }
}
