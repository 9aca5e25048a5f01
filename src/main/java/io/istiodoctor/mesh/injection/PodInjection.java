package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Container;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A pod or pod template, and whether a proxy comes into it. */
public final class PodInjection implements Subject {
    private static final long PROXY_USER = 1337;
    /** Ports that the proxy itself listens on in every pod. */
    private static final Set<Long> RESERVED = Set.of(15000L, 15001L, 15002L, 15004L, 15006L, 15008L, 15020L, 15021L, 15053L, 15090L);

    private final Workload workload;
    private final Injection injection;
    private final Injection.Choice choice;
    private final boolean ambient;

    /**
     * What becomes of a workload.
     *
     * @param ambient whether it is, or is to be, in ambient mode
     */
    public PodInjection(Workload workload, Injection injection, boolean ambient) {
        this.workload = workload;
        this.injection = injection;
        this.ambient = ambient;
        this.choice = injection.choose(workload.namespace(), workload.labels(), workload.annotations(), workload.hostNetwork());
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    /** The pod or template. */
    @SeenByRules
    public Workload workload() {
        return workload;
    }

    /** Whether a webhook takes such pods when they are made, and the injector does not leave them as they are. */
    @SeenByRules(certainty = "absence")
    public boolean injected() {
        return choice instanceof Injection.Choice.Taken;
    }

    /** Whether it is known that no webhook takes such pods: their namespace was read, and nothing in it or in them asks for a proxy. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public boolean notTaken() {
        return choice instanceof Injection.Choice.NotTaken;
    }

    /** What it means that no webhook takes them: certain, inferred or unknown. */
    @SeenByRules
    public Certainty absence() {
        return injection.absence();
    }

    /** Why the injector leaves such pods as they are; empty when it does not. */
    @SeenByRules
    public String heldOut() {
        return choice instanceof Injection.Choice.HeldOut(String why) ? why : "";
    }

    /** Whether the proxy's image is "auto", which the injector replaces: without it the image cannot be pulled. */
    @SeenByRules
    public boolean imageAuto() {
        return workload.proxy().filter(p -> p.image().equals("auto")).isPresent();
    }

    /** Whether the pod belongs to ambient mode: its node's proxy takes its traffic. */
    @SeenByRules
    public boolean ambient() {
        return ambient;
    }

    /** Whether it is a part of Istio itself. */
    @SeenByRules
    public boolean controlPlane() {
        String app = workload.labels().getOrDefault("app", workload.labels().getOrDefault("k8s-app", ""));
        return Set.of("istiod", "ztunnel", "istio-cni-node", "istio-operator").contains(app);
    }

    /** Whether the pod was made to run once and end: of a Job, or of nothing that would make it anew. */
    @SeenByRules
    public boolean runsOnce() {
        return Set.of("Job", "CronJob").contains(kind()) || owners().contains("Job");
    }

    private List<String> owners() {
        return workload.resource().root().get("metadata").get("ownerReferences").elements().stream().map(o -> o.text("kind")).toList();
    }

    /** Whether the proxy stands in the object as it was written, and was not brought by the injector. */
    @SeenByRules
    public boolean proxyWritten() {
        return workload.template() && workload.proxy().isPresent();
    }

    /** The application containers that run as the user of the proxy (1337), whose traffic is not redirected. */
    @SeenByRules
    public List<Container> asProxyUser() {
        List<Container> found = new ArrayList<>();
        long general = user(workload.pod().get("spec"));
        for (Container container : workload.applicationContainers()) {
            if (workload.pod().get("spec").get("containers").elements().stream().filter(c -> c.text("name").equals(container.name()))
                    .anyMatch(c -> (c.get("securityContext").get("runAsUser").isPresent() ? user(c) : general) == PROXY_USER)) {
                found.add(container);
            }
        }
        return found;
    }

    private static long user(Node node) {
        return node.get("securityContext").get("runAsUser").number().orElse(-1L);
    }

    /** The declared ports of application containers that the proxy listens on itself. */
    @SeenByRules
    public List<Long> reservedPorts() {
        return workload.applicationContainers().stream().flatMap(c -> c.ports().stream()).filter(p -> p.transport().equals("TCP"))
                .map(Container.ContainerPort::number).filter(RESERVED::contains).distinct().sorted().toList();
    }

    /** Whether the pod is created by the API server already; else it is a template, or nobody has created it. */
    @SeenByRules
    public boolean running() {
        return !workload.template() && (!workload.podIP().isEmpty() || workload.ready() || !workload.nodeName().isEmpty());
    }
}
