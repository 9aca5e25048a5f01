package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.injection.PodInjection;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** URLs in the environment of applications that lead to what the proxies beside them do not know. */
final class NamedDestinations {
    private final Mesh mesh;
    private final EgressScopes scopes;
    private final List<NamedDestination> found = new ArrayList<>();

    NamedDestinations(Mesh mesh, EgressScopes scopes) {
        this.mesh = mesh;
        this.scopes = scopes;
    }

    List<NamedDestination> all() {
        mesh.injections().pods().stream().filter(NamedDestinations::proxied).map(PodInjection::workload).forEach(this::look);
        return found;
    }

    // A pod that a controller made says what its template says; traffic that annotations lead past the proxy is not the proxy's.
    private static boolean proxied(PodInjection pod) {
        Workload workload = pod.workload();
        boolean own = workload.template() || workload.resource().root().get("metadata").get("ownerReferences").elements().isEmpty();
        return own && !workload.gateway() && !workload.waypoint() && !pod.ambient() && (workload.sidecar() || pod.injected())
                && workload.annotations().keySet().stream().noneMatch(
                        k -> k.startsWith("traffic.sidecar.istio.io/") && k.contains("Outbound")
                                || k.equals("sidecar.istio.io/interceptionMode"));
    }

    private void look(Workload workload) {
        String path = (workload.template() ? workload.templatePath() + "." : "") + "spec.containers";
        List<Node> containers = FieldPath.parse(path).in(workload.resource().root()).elements();
        for (int i = 0; i < containers.size(); i++) {
            List<Node> variables = containers.get(i).get("env").elements();
            boolean byProxy = variables.stream().anyMatch(v -> v.text("name").toUpperCase(Locale.ROOT).endsWith("_PROXY"));
            for (int j = 0; j < variables.size() && !byProxy; j++) {
                String at = path + "[" + i + "].env[" + j + "].value";
                NamedUrl.of(variables.get(j).text("name"), variables.get(j).text("value")).flatMap(u -> judged(workload, at, u))
                        .ifPresent(found::add);
            }
        }
    }

    private Optional<NamedDestination> judged(Workload workload, String at, NamedUrl url) {
        Optional<Service> service = service(url.host(), workload.namespace());
        if (service.isEmpty() && !url.outside()) {
            return Optional.empty();
        }
        EgressScope scope = scopes.of(workload);
        if (scope.unknown().mode() != UnknownTraffic.Mode.REGISTRY_ONLY && (service.isEmpty() || scope.sidecar().isEmpty())) {
            return Optional.empty();
        }
        boolean known = service.map(s -> scope.services().containsKey(s.host())).orElseGet(() -> known(scope, url.host()));
        return known ? Optional.empty() : Optional.of(new NamedDestination(workload, at, url, scope, mesh, service));
    }

    private static boolean known(EgressScope scope, String host) {
        return scope.services().containsKey(host) || Stream.concat(scope.services().keySet().stream().filter(HostPattern::isWildcard),
                scope.listeners().stream().flatMap(l -> l.virtualServices().stream()).flatMap(v -> v.hosts().stream()))
                .anyMatch(h -> HostPattern.covers(h, host));
    }

    // As the cluster's DNS completes names: in the namespace of the pod, else with the namespace as a second label.
    private Optional<Service> service(String host, String namespace) {
        String[] labels = host.split("\\.", 3);
        String rest = labels.length == 3 ? labels[2] : "";
        boolean inside = labels.length < 3 || rest.equals("svc") || rest.equals("svc." + mesh.clusterDomain());
        return inside ? mesh.directory().service(mesh.directory().hostOfService(labels[0], labels.length > 1 ? labels[1] : namespace))
                : Optional.empty();
    }
}
