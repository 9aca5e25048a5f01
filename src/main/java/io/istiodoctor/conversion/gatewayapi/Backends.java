package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.BackendService;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.service.InferencePool;
import io.istiodoctor.mesh.service.PoolService;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The destinations that istiod makes of backends (conversion.go, buildDestination). */
final class Backends {
    private static final String SERVICE_IMPORTS = "multicluster.x-k8s.io";

    /**
     * What comes of a backend.
     *
     * @param destination one without a host where it is invalid
     * @param problem why requests for it are answered with 500; empty where they are not
     * @param lacking a port that the Service lacks, for which they are as well; istiod itself does not ask for it
     */
    record Result(Part destination, Optional<LeftOut> problem, Optional<LeftOut> lacking) {
        Result(Part destination, Optional<LeftOut> problem) {
            this(destination, problem, Optional.empty());
        }

        /** Both. */
        Stream<LeftOut> problems() {
            return Stream.concat(problem.stream(), lacking.stream());
        }
    }

    /** A host in a namespace. */
    private record HostIn(String host, String namespace) {}

    private final ConversionInput input;
    private final ReferenceGrants grants;
    private final Set<HostIn> registered = new HashSet<>();

    Backends(ConversionInput input, ReferenceGrants grants) {
        this.input = input;
        this.grants = grants;
        input.entryHosts().forEach((host, namespaces) -> namespaces.forEach(n -> registered.add(new HostIn(host, n))));
        input.services().forEach(s -> registered.add(new HostIn(s.host(), s.namespace())));
    }

    /**
     * What comes of a backend.
     *
     * @param enforced whether references to other namespaces must be granted, as those of routes for Gateways must
     */
    Result of(Resource route, Kind routeKind, Written backend, boolean enforced) throws RouteRefused {
        String own = route.ref().namespace();
        String namespace = backend.text("namespace", own);
        String group = backend.text("group");
        String kind = backend.text("kind", "Service");
        Part empty = Part.mapping(backend.at());
        Optional<Presence.Absent> grant = enforced
                ? grants.missing(routeKind, own, Kind.of(group.isEmpty() ? "v1" : group + "/v1", kind), namespace,
                        backend.text("name"))
                : Optional.empty();
        if (grant.isPresent() && grant.get().likely()) {
            return new Result(empty,
                    Optional.of(LeftOut.of(Reason.BACKEND_NOT_GRANTED, backend.at(), namespace + "/" + backend.text("name"))
                            .by(target(kind, namespace, backend)).sure(grant.get().certainty())));
        }
        Result result = switch (group + "/" + kind) {
            case "/Service" -> service(namespace, backend);
            case SERVICE_IMPORTS + "/ServiceImport" -> imported(namespace, backend);
            case "networking.istio.io/Hostname" -> host(own, backend);
            case "inference.networking.k8s.io/InferencePool" -> pool(namespace, backend, kind);
            default -> unusable(backend, kind);
        };
        return grant.flatMap(Presence.Absent::doubt)
                .map(d -> new Result(result.destination().doubted(d), result.problem(), result.lacking())).orElse(result);
    }

    // istiod takes pools only where it was told to.
    private Result pool(String namespace, Written backend, String kind) throws RouteRefused {
        String name = backend.text("name");
        if (!input.istiodRead()) {
            return new Result(
                    Part.mapping(backend.at())
                            .doubted(new Doubt(Certainty.UNKNOWN,
                                    "whether istiod takes InferencePools (" + InferencePool.SWITCH + ") is not known")),
                    unusable(backend, kind).problem().map(p -> p.sure(Certainty.UNKNOWN)));
        }
        if (!input.enabled(InferencePool.SWITCH, false)) {
            return unusable(backend, kind);
        }
        if (name.contains(".")) {
            throw new RouteRefused(Reason.BACKEND_NAME, backend.get("name"), name);
        }
        return switch (input.find(Kind.INFERENCE_POOL, namespace, name)) {
            case Presence.Absent absent ->
                    new Result(absent.doubt().map(d -> Part.mapping(backend.at()).doubted(d)).orElseGet(() -> Part.mapping(backend.at())),
                            Optional.of(LeftOut.of(Reason.BACKEND_MISSING, backend.at(), namespace + "/" + name)
                                    .by(target(kind, namespace, backend)).sure(absent.certainty())));
            // istiod makes nothing of a pool whose scheduler has no port (inferencepool_collection.go).
            case Presence.Present(Resource found) when !found.spec().get("endpointPickerRef").get("port").isPresent() ->
                    new Result(Part.mapping(backend.at()),
                            Optional.of(LeftOut.of(Reason.BACKEND_KIND, backend.at(), kind)
                                    .by(new FieldRef(found.ref(), "spec.endpointPickerRef.port")).because(backend.get("kind").at())));
            default -> {
                String host = input.service(PoolService.name(name), namespace);
                FieldRef at = backend.get("name").at();
                if (registered.contains(new HostIn(host, namespace))) {
                    yield new Result(Part.mapping(backend.at()).with("host", host, at).with("port",
                            Part.mapping(at).with("number", Part.of(PoolService.PORT, at))), Optional.empty());
                }
                // The pool is there; istiod may make its Service at any moment.
                yield new Result(Part.mapping(backend.at()).doubted(new Doubt(Certainty.UNKNOWN,
                        "istiod has not made the Service of InferencePool " + namespace + "/" + name + " yet")),
                        Optional.of(LeftOut.of(Reason.BACKEND_MISSING, backend.at(), namespace + "/" + name)
                                .by(target("Service", namespace, backend)).sure(Certainty.UNKNOWN)));
            }
        };
    }

    private static Result unusable(Written backend, String kind) {
        return new Result(Part.mapping(backend.at()),
                Optional.of(LeftOut.of(Reason.BACKEND_KIND, backend.at(), kind).because(backend.get("kind").at())));
    }

    private Result service(String namespace, Written backend) throws RouteRefused {
        if (backend.text("name").contains(".")) {
            throw new RouteRefused(Reason.BACKEND_NAME, backend.get("name"), backend.text("name"));
        }
        BackendService service = named(namespace, backend);
        Result result = destination(input.service(service.name(), namespace), backend, service.missing(backend.at()));
        return new Result(result.destination(), result.problem(), service.lacking(backend.at(), backend.get("port")));
    }

    private Result imported(String namespace, Written backend) throws RouteRefused {
        String host = input.enabled("ENABLE_MCS_HOST", false) ? backend.text("name") + "." + namespace + ".svc.clusterset.local"
                : input.service(backend.text("name"), namespace);
        return destination(host, backend, named(namespace, backend).missing(backend.at()));
    }

    private Result host(String own, Written backend) throws RouteRefused {
        if (backend.get("namespace").isPresent()) {
            throw new RouteRefused(Reason.BACKEND_NAMESPACE, backend.get("namespace"), backend.text("name"));
        }
        String host = backend.text("name");
        return destination(host, backend, registered.contains(new HostIn(host, own)) ? Optional.empty()
                : Optional.of(
                        LeftOut.of(Reason.BACKEND_MISSING, backend.at(), host).sure(input.others(Kind.SERVICE_ENTRY, own).certainty())));
    }

    private BackendService named(String namespace, Written backend) {
        return new BackendService(input, namespace, backend.text("name"));
    }

    private static Result destination(String host, Written backend, Optional<LeftOut> problem) throws RouteRefused {
        if (!backend.get("port").isPresent()) {
            throw new RouteRefused(Reason.BACKEND_PORT, backend, backend.text("name"));
        }
        Part port = Part.mapping(backend.get("port").at()).with("number", Part.of(backend.get("port")));
        return new Result(Part.mapping(backend.at()).with("host", host, backend.get("name").at()).with("port", port), problem);
    }

    private static FieldRef target(String kind, String namespace, Written backend) {
        return FieldRef.of(new ObjectRef("v1", kind, namespace, backend.text("name")));
    }

    /** Those of a rule's backends that have a weight. */
    static Stream<Written> weighted(Written rule) {
        return rule.get("backendRefs").elements().stream().filter(b -> weight(b) != 0);
    }

    /** A backend's weight; 1 when none is written. */
    static long weight(Written backend) {
        return backend.number("weight", 1);
    }
}
