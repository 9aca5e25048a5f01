package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.injection.PodInjection;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.workload.Container.ContainerPort;
import io.istiodoctor.mesh.workload.InboundCapture;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A probe by HTTP that the kubelet sends to the application's own port, since the injector was told to leave probes as they are, where only mTLS is taken. */
public final class PlainProbe implements Subject {
    private static final String REWRITE = "sidecar.istio.io/rewriteAppHTTPProbers";
    private static final List<String> PROBES = List.of("readinessProbe", "livenessProbe", "startupProbe");

    private final Workload workload;
    private final String path;
    private final long port;
    private final PeerMode mode;

    private PlainProbe(Workload workload, String path, long port, PeerMode mode) {
        this.workload = workload;
        this.path = path;
        this.port = port;
        this.mode = mode;
    }

    /** Those of pods with proxies, and of templates of such pods. */
    static List<PlainProbe> of(List<PodInjection> pods, PeerModes peers) {
        List<PlainProbe> found = new ArrayList<>();
        pods.stream().filter(p -> p.workload().sidecar() || p.workload().template() && p.injected()).map(PodInjection::workload)
                .filter(w -> w.annotations().getOrDefault(REWRITE, "").equals("false")).forEach(w -> collect(w, peers, found));
        return found;
    }

    private static void collect(Workload workload, PeerModes peers, List<PlainProbe> found) {
        String containers = (workload.template() ? workload.templatePath() + "." : "") + "spec.containers";
        List<Node> all = FieldPath.parse(containers).in(workload.resource().root()).elements();
        for (int i = 0; i < all.size(); i++) {
            for (String probe : PROBES) {
                Optional<Long> port = port(workload, all.get(i).get(probe).get("httpGet").get("port"));
                String path = containers + "[" + i + "]." + probe;
                port.filter(p -> InboundCapture.of(workload).excludedBy(p).isEmpty() && peers.of(workload, p).mode().equals("STRICT"))
                        .ifPresent(p -> found.add(new PlainProbe(workload, path, p, peers.of(workload, p))));
            }
        }
    }

    private static Optional<Long> port(Workload workload, Node written) {
        return written.number().or(() -> written.text()
                .flatMap(n -> workload.ports().stream().filter(p -> p.name().equals(n)).map(ContainerPort::number).findFirst()));
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The probe: readinessProbe, livenessProbe or startupProbe. */
    @SeenByRules
    public String probe() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The port that is probed. */
    @SeenByRules
    public long port() {
        return port;
    }

    /** "PeerAuthentication namespace/name" that takes mTLS only. */
    @SeenByRules
    public String peerPolicy() {
        return mode.by().map(p -> p.ref().toString()).orElse("");
    }

    /** The pod or template. */
    @SeenByRules
    public Workload workload() {
        return workload;
    }

    /** Where the annotation stands that leaves probes as they are. */
    @SeenByRules
    public String annotationPath() {
        return (workload.template() ? workload.templatePath() + "." : "") + "metadata.annotations.\"" + REWRITE + "\"";
    }
}
