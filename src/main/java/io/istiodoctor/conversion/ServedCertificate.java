package io.istiodoctor.conversion;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.secret.Validity;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A certificate that a listener of the Gateway API, or an Ingress, presents, where its Secret was read.
 *
 * @param path the field that names the Secret
 * @param secretNamespace where the Secret is
 * @param secret the Secret's name
 * @param hosts the hosts that it is presented for
 */
public record ServedCertificate(Resource resource, String path, @SeenByRules String secretNamespace, @SeenByRules String secret,
        @SeenByRules List<String> hosts,
        Validity validity) implements Subject {
    private static final String GATEWAY_API = "kubernetes-gateway://";

    /** Those of a mesh. */
    public static List<ServedCertificate> of(Mesh mesh, List<Conversion> conversions) {
        ConversionInput input = ConversionInput.of(mesh);
        Map<FieldRef, ServedCertificate> all = new LinkedHashMap<>();
        conversions.stream().flatMap(c -> c.gateways().stream()).filter(RoutingObject::made).flatMap(g -> of(g, input).stream())
                .forEach(c -> all.putIfAbsent(new FieldRef(c.resource.ref(), c.path), c));
        List<ServedCertificate> found = new ArrayList<>(all.values());
        mesh.ingressSecrets().forEach(s -> s.namespaces().stream().limit(1).forEach(n -> {
            List<String> hosts = texts(FieldPath.parse(s.path()).sibling("hosts").in(s.resource().root()));
            pair(s.resource(), s.path(), n, s.secret(), hosts, input.credentials()).ifPresent(found::add);
        }));
        return List.copyOf(found);
    }

    private static List<ServedCertificate> of(RoutingObject gateway, ConversionInput input) {
        List<ServedCertificate> found = new ArrayList<>();
        List<Node> servers = gateway.resource().spec().get("servers").elements();
        for (int i = 0; i < servers.size(); i++) {
            Node server = servers.get(i);
            String at = "spec.servers[" + i + "].tls.credentialName";
            String name = server.get("tls").text("credentialName");
            int slash = name.lastIndexOf('/');
            if (name.startsWith(GATEWAY_API) && slash > GATEWAY_API.length()) {
                FieldRef origin = gateway.origin(at);
                ObjectRef owner = origin.object();
                List<String> hosts = texts(server.get("hosts")).stream().map(h -> h.substring(h.indexOf('/') + 1)).toList();
                owner.known()
                        .flatMap(k -> input.find(k, owner.namespace(), owner.name()) instanceof Presence.Present(Resource r)
                                ? Optional.of(r) : Optional.empty())
                        .flatMap(r -> pair(r, origin.path(), name.substring(GATEWAY_API.length(), slash), name.substring(slash + 1), hosts,
                                input.credentials()))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<ServedCertificate> pair(Resource resource, String path, String namespace, String name, List<String> hosts,
            CredentialStore store) {
        return store.find(namespace, name) instanceof Lookup.Found found
                ? Optional.of(new ServedCertificate(resource, path, namespace, name, hosts,
                        new Validity(Optional.of(store.keyPair(found)), store.now())))
                : Optional.empty();
    }

    private static List<String> texts(Node list) {
        return list.elements().stream().flatMap(h -> h.text().stream()).toList();
    }

    /** Whether it has ended. */
    @SeenByRules
    public boolean expired() {
        return validity.expired();
    }

    /** Whether it has not begun. */
    @SeenByRules
    public boolean notYetValid() {
        return validity.notYetValid();
    }

    /** Whether it ends within 30 days, or within the last third of its life where that is shorter. */
    @SeenByRules
    public boolean expiresSoon() {
        return validity.expiresSoon();
    }

    /** How many whole days it still lasts. */
    @SeenByRules
    public long daysLeft() {
        return validity.daysLeft();
    }

    /** The day on which it ends, in UTC: 2026-11-20. */
    @SeenByRules
    public String lastDay() {
        return validity.lastDay();
    }

    /** The day on which it begins, in UTC. */
    @SeenByRules
    public String firstDay() {
        return validity.firstDay();
    }

    /** The names that it is for. */
    @SeenByRules
    public List<String> names() {
        return validity.names();
    }

    /** The hosts that it is presented for and not made out to. */
    @SeenByRules
    public List<String> uncoveredHosts() {
        return validity.uncovered(hosts);
    }
}
