package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Unread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cluster was asked for and did not give, held against a request's way: what ends for want of something may only not have been read, and
 * what goes well may be decided otherwise by what was not. Files have no gaps; what they may lack is told by certainties.
 */
public final class ReadingGaps {
    private static final Set<Kind> ROUTES = Set.of(Kind.VIRTUAL_SERVICE, Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE,
            Kind.INGRESS,
            Kind.CONFIG_MAP);
    private static final Set<Kind> ROUTES_OF_OTHER_APIS = Set.of(Kind.KUBERNETES_GATEWAY, Kind.GATEWAY_CLASS, Kind.LISTENER_SET,
            Kind.REFERENCE_GRANT,
            Kind.INGRESS_CLASS);
    private static final Set<Kind> POLICIES = Set.of(Kind.AUTHORIZATION_POLICY, Kind.REQUEST_AUTHENTICATION, Kind.PEER_AUTHENTICATION);
    /** What decides on requests of pods, besides what decides on all. */
    private static final Set<Kind> INSIDE = Set.of(Kind.SERVICE, Kind.SERVICE_ENTRY, Kind.SIDECAR);

    /** What may be what is missing, where a way ends. */
    private static final Map<Stage, Set<Kind>> MISSING = new EnumMap<>(Map.of(
            Stage.ENTRY, Set.of(Kind.SERVICE, Kind.NODE, Kind.POD),
            Stage.GATEWAY, union(ROUTES, ROUTES_OF_OTHER_APIS, POLICIES, Set.of(Kind.ISTIO_GATEWAY, Kind.POD, Kind.SERVICE)),
            Stage.ROUTE, union(ROUTES, ROUTES_OF_OTHER_APIS, Set.of(Kind.ISTIO_GATEWAY)),
            Stage.DESTINATION,
            union(POLICIES, Set.of(Kind.SERVICE, Kind.SERVICE_ENTRY, Kind.DESTINATION_RULE, Kind.BACKEND_TLS_POLICY, Kind.CONFIG_MAP)),
            Stage.POD, union(POLICIES, Set.of(Kind.POD, Kind.WORKLOAD_ENTRY))));
    /** What may decide otherwise, where a way goes on. */
    private static final Map<Stage, Set<Kind>> DECIDING = new EnumMap<>(Map.of(
            Stage.ENTRY, Set.of(),
            Stage.GATEWAY,
            union(POLICIES, Set.of(Kind.ISTIO_GATEWAY, Kind.KUBERNETES_GATEWAY, Kind.POD, Kind.CONFIG_MAP, Kind.NETWORK_POLICY)),
            Stage.ROUTE, ROUTES,
            Stage.DESTINATION, union(POLICIES, Set.of(Kind.DESTINATION_RULE, Kind.BACKEND_TLS_POLICY, Kind.SIDECAR)),
            Stage.POD, Set.of(Kind.POD, Kind.NETWORK_POLICY)));
    /** Where an end needs what would stand in the same or the root namespace, so that others need not be read. */
    private static final Set<Stage> NEAR = Set.of(Stage.DESTINATION, Stage.POD);
    /** Where the way is chosen: what is told of later stages rests on it. */
    private static final Set<Stage> CHOOSING = Set.of(Stage.GATEWAY, Stage.ROUTE);

    private final Map<Kind, Unread> unread = new EnumMap<>(Kind.class);
    private final String root;

    private ReadingGaps(Mesh mesh) {
        for (Kind kind : Kind.values()) {
            mesh.directory().coverage(kind).unread(kind).ifPresent(u -> unread.put(kind, u));
        }
        this.root = mesh.config().rootNamespace();
    }

    /** The gaps of what was read. */
    static ReadingGaps of(Mesh mesh) {
        return new ReadingGaps(mesh);
    }

    /** What was not read and decides on ways of requests, sorted. */
    public static List<Unread> unread(Mesh mesh) {
        return new ReadingGaps(mesh).unread();
    }

    List<Unread> unread() {
        Set<Kind> bearing = Stream.of(MISSING, DECIDING).flatMap(m -> m.values().stream()).flatMap(Set::stream).collect(Collectors.toSet());
        return unread.entrySet().stream().filter(e -> bearing.contains(e.getKey()) || INSIDE.contains(e.getKey())).map(Map.Entry::getValue)
                .sorted().toList();
    }

    /** Whether objects of this kind were asked for in this namespace and not given. */
    boolean hide(Kind kind, String namespace) {
        return Optional.ofNullable(unread.get(kind)).filter(u -> !u.namespaces().contains(namespace)).isPresent();
    }

    /** Hops whose trouble may only be that something was not read, made unknown; those that are unknown anyway say why. */
    List<Hop> doubtEnds(List<Hop> hops, boolean inside) {
        return unread.isEmpty() ? hops : hops.stream().map(hop -> hop.status() != HopStatus.OK ? missing(hop, inside)
                .map(u -> doubted(hop, "What is missing may be there, but was not read", u)).orElse(hop) : hop).toList();
    }

    /**
     * Hops that are well, but that something unread may decide otherwise, made unknown: where the way is chosen, and with it all that is told
     * behind; elsewhere only when the way ends well, since nothing that decides there mends what is broken.
     */
    List<Hop> doubtSuccess(List<Hop> hops, boolean inside) {
        if (unread.isEmpty()) {
            return hops;
        }
        List<Hop> heeded = new ArrayList<>();
        Optional<Unread> chosen = Optional.empty();
        for (Hop hop : hops) {
            Optional<Unread> gap = CHOOSING.contains(hop.stage()) && hop.status() == HopStatus.OK ? deciding(hop, inside)
                    : Optional.empty();
            chosen = chosen.or(() -> gap);
            Optional<Unread> before = chosen;
            heeded.add(
                    gap.map(u -> otherwise(hop, u)).orElseGet(() -> before.filter(u -> bad(hop)).map(u -> otherwise(hop, u)).orElse(hop)));
        }
        return heeded.stream().anyMatch(ReadingGaps::bad) ? heeded
                : heeded.stream()
                        .map(hop -> hop.status() == HopStatus.OK ? deciding(hop, inside).map(u -> otherwise(hop, u)).orElse(hop) : hop)
                        .toList();
    }

    private static boolean bad(Hop hop) {
        return hop.status() == HopStatus.BROKEN || hop.status() == HopStatus.SUSPECT;
    }

    private Optional<Unread> missing(Hop hop, boolean inside) {
        boolean near = NEAR.contains(hop.stage()) && hop.status() != HopStatus.UNKNOWN;
        Set<Kind> kinds = MISSING.get(hop.stage());
        return of(inside ? union(kinds, INSIDE) : kinds).filter(u -> !near || !covers(u, hop)).findFirst();
    }

    private Optional<Unread> deciding(Hop hop, boolean inside) {
        Set<Kind> kinds = DECIDING.get(hop.stage());
        return of(inside && hop.stage() == Stage.ROUTE ? union(kinds, INSIDE) : kinds).filter(u -> !covers(u, hop)).findFirst();
    }

    private Stream<Unread> of(Set<Kind> kinds) {
        return unread.entrySet().stream().filter(e -> kinds.contains(e.getKey())).map(Map.Entry::getValue);
    }

    /** Whether what was read holds all that decides on this hop: the namespace of its object, and the one that counts for all. */
    private boolean covers(Unread part, Hop hop) {
        return part.namespaces().contains(root) && hop.object().map(ObjectRef::namespace).filter(part.namespaces()::contains).isPresent();
    }

    private static Hop otherwise(Hop hop, Unread gap) {
        return doubted(hop, "What was not read may decide otherwise", gap);
    }

    private static Hop doubted(Hop hop, String how, Unread gap) {
        String reason = hop.message().contains(gap.reason()) ? "" : " " + how + ": " + gap.reason() + ".";
        return new Hop(hop.stage(), hop.object(), HopStatus.UNKNOWN, hop.message() + reason, hop.findings());
    }

    @SafeVarargs
    private static Set<Kind> union(Set<Kind>... sets) {
        Set<Kind> all = EnumSet.noneOf(Kind.class);
        for (Set<Kind> set : sets) {
            all.addAll(set);
        }
        return all;
    }
}
