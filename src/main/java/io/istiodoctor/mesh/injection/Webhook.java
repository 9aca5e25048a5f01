package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.network.AddressRange;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Coverage;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A webhook of Istio: the API server asks it about pods (injection) or about Istio's objects (validation). */
public final class Webhook implements Subject {
    private static final String REVISION = "istio.io/rev";

    private final Resource resource;
    private final int index;
    private final Node node;
    private final Optional<Services> services;
    private final Certainty serviceAbsence;
    private Optional<Overlap> overlap = Optional.empty();

    private Webhook(Resource resource, int index, Node node, Optional<Services> services, Certainty serviceAbsence) {
        this.resource = resource;
        this.index = index;
        this.node = node;
        this.services = services;
        this.serviceAbsence = serviceAbsence;
    }

    /** The webhooks of a configuration. */
    static List<Webhook> of(Resource configuration, Coverage services) {
        List<Node> nodes = configuration.root().get("webhooks").elements();
        return IntStream.range(0, nodes.size()).mapToObj(i -> new Webhook(configuration, i, nodes.get(i), Optional.empty(),
                services.absenceIn(nodes.get(i).get("clientConfig").get("service").text("namespace")))).toList();
    }

    Webhook reached(Services by) {
        return new Webhook(resource, index, node, Optional.of(by), serviceAbsence);
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String path() {
        return "webhooks[" + index + "]";
    }

    /** Its own name, of several in one object. */
    @SeenByRules
    public String hook() {
        return node.text("name");
    }

    /** Whether it brings proxies into pods; it checks objects else. */
    @SeenByRules
    public boolean injects() {
        return kind().equals("MutatingWebhookConfiguration");
    }

    /** The URL of a control plane outside the cluster; empty when it is a Service, or nothing. */
    @SeenByRules
    public String url() {
        return client().text("url");
    }

    /** Whether the API server is told nothing of where it is: neither a URL nor a Service. */
    @SeenByRules
    public boolean nowhere() {
        return !client().get("url").isPresent() && !client().get("service").isPresent();
    }

    /** Whether the URL is one that the API server can call: https, with a host. */
    @SeenByRules
    public boolean urlValid() {
        return host().isPresent();
    }

    /** Whether the URL names an address and no host. */
    @SeenByRules
    public boolean urlIsAddress() {
        return host().filter(h -> AddressRange.parse(h.replaceAll("[\\[\\]]", "")).isPresent()).isPresent();
    }

    private Optional<String> host() {
        try {
            URI uri = new URI(url());
            return Optional.ofNullable(uri.getHost()).filter(h -> "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The Service that it names, "namespace/name"; empty when it names none. */
    @SeenByRules
    public String serviceName() {
        Node service = client().get("service");
        return service.isPresent() ? service.text("namespace") + "/" + service.text("name") : "";
    }

    /** The port of the Service that is called. */
    @SeenByRules
    public long servicePort() {
        return client().get("service").get("port").number().orElse(443L);
    }

    /** The Service that it names, if it is there. */
    @SeenByRules(certainty = "serviceAbsence")
    public Optional<Service> service() {
        Node service = client().get("service");
        return services.flatMap(s -> s.registry().service(service.text("name"), service.text("namespace")));
    }

    /** What it means that the Service is not there: certain, inferred or unknown. */
    @SeenByRules
    public Certainty serviceAbsence() {
        return serviceAbsence;
    }

    /** Whether the Service leads to pods of istiod. */
    @SeenByRules
    public boolean toControlPlane() {
        return service().filter(s -> s.workloads().stream().anyMatch(Workload::istiod)).isPresent();
    }

    /** Whether pods are refused while the control plane does not answer (failurePolicy), and not just let through as they are. */
    @SeenByRules
    public boolean failsClosed() {
        return !node.text("failurePolicy").equals("Ignore");
    }

    /** The revisions that its selectors, or the object's label, name. */
    @SeenByRules
    public List<String> revisions() {
        Set<String> found = new LinkedHashSet<>();
        Stream.of("namespaceSelector", "objectSelector").map(node::get).forEach(s -> {
            s.get("matchLabels").get(REVISION).text().ifPresent(found::add);
            s.get("matchExpressions").elements().stream().filter(e -> e.text("key").equals(REVISION) && e.text("operator").equals("In"))
                    .forEach(e -> e.get("values").elements().forEach(v -> v.text().ifPresent(found::add)));
        });
        if (found.isEmpty() && resource.labels().containsKey(REVISION)) {
            found.add(resource.labels().get(REVISION));
        }
        return List.copyOf(found);
    }

    /** Another webhook that takes some of the same pods; told at the later of the two. */
    @SeenByRules
    public Optional<Webhook> overlapping() {
        return overlap.map(Overlap::other);
    }

    /** Which pods both take, in words; empty when that are all, or when none are. */
    @SeenByRules
    public String overlapExample() {
        return overlap.map(Overlap::example).orElse("");
    }

    /** What two webhooks both take. */
    record Overlap(Webhook other, String example) {}

    void overlaps(Overlap found) {
        overlap = Optional.of(found);
    }

    /** Whether its selectors take a pod with these labels in a namespace with those. */
    boolean takes(Map<String, String> namespace, Map<String, String> pod) {
        return Labels.matchSelector(node.get("namespaceSelector"), namespace) && Labels.matchSelector(node.get("objectSelector"), pod);
    }

    private Node client() {
        return node.get("clientConfig");
    }
}
