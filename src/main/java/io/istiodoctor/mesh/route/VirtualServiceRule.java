package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.ConditionIndex;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.schema.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One rule of a VirtualService, in any of its sections. */
public final class VirtualServiceRule implements VirtualServicePart {
    private final VirtualService virtualService;
    private final String section;
    private final RouteRule rule;
    private final List<VirtualServiceRule> siblings;
    private Optional<RouteMatch> unreachableBy = Optional.empty();

    private final List<RouteMatch> matches;

    private VirtualServiceRule(VirtualService virtualService, String section, RouteRule rule, List<VirtualServiceRule> siblings) {
        this.virtualService = virtualService;
        this.section = section;
        this.rule = rule;
        this.siblings = siblings;
        this.matches = rule.any().stream().map(c -> new RouteMatch(this, c)).toList();
    }

    /** All rules, section by section, each with the earlier ones that take its requests. */
    static List<VirtualServiceRule> of(VirtualService virtualService) {
        List<VirtualServiceRule> all = new ArrayList<>();
        for (String section : List.of("http", "tls", "tcp")) {
            ConditionIndex<RouteMatch> earlier = new ConditionIndex<>();
            List<VirtualServiceRule> siblings = new ArrayList<>();
            for (RouteRule read : RouteRuleReader.section(virtualService.resource(), section)) {
                VirtualServiceRule rule = new VirtualServiceRule(virtualService, section, read, siblings);
                rule.compare(earlier);
                siblings.add(rule);
            }
            all.addAll(siblings);
        }
        return List.copyOf(all);
    }

    // A rule that delegates takes only what its delegate takes.
    private void compare(ConditionIndex<RouteMatch> earlier) {
        matches.forEach(m -> m.coveredBy(earlier.covering(m.condition())));
        if (matches.stream().allMatch(m -> m.coveredBy().isPresent())) {
            unreachableBy = matches.getFirst().coveredBy();
        }
        ConditionIndex<RouteMatch> own = new ConditionIndex<>();
        for (RouteMatch match : matches) {
            if (match.coveredBy().isEmpty()) {
                match.coveredBy(own.covering(match.condition()));
            }
            own.add(match.condition(), match);
            if (!delegates()) {
                earlier.add(match.condition(), match);
            }
        }
    }

    /** The section that it stands in: http, tls or tcp. */
    @SeenByRules
    public String section() {
        return section;
    }

    /** Its conditions; one without any when it has no match. */
    @SeenByRules
    public List<RouteMatch> matches() {
        return matches;
    }

    /** An earlier rule's condition that takes what this rule's first one does, where earlier rules take all of its requests. */
    @SeenByRules
    public Optional<RouteMatch> unreachableBy() {
        return unreachableBy;
    }

    /**
     * The first of the rules that take the requests of this one, as a path: in front of it this one would take some. Empty where none would be left to
     * another rule then.
     */
    @SeenByRules
    public Optional<String> earlierPlace() {
        return virtualService.places(siblings).before(this).map(VirtualServiceRule::path);
    }

    /**
     * Whether one try may take longer than all of them together: then Envoy passes over the limit of a try, and no request is tried again for being slow
     * (FilterUtility::finalTimeout in its router). Without a timeout, or with one of 0, there is nothing to exceed.
     */
    @SeenByRules
    public boolean tryOutlastsTimeout() {
        long all = nanoseconds(timeout());
        return all > 0 && nanoseconds(perTryTimeout()) > all;
    }

    private static long nanoseconds(String duration) {
        return GoDuration.nanoseconds(duration).orElse(0L);
    }

    /** How long a request may take with all its tries, as it is written; empty where nothing limits it. */
    @SeenByRules
    public String timeout() {
        return rule.node().text("timeout");
    }

    /** How long one try may take, as it is written; empty where nothing is said. */
    @SeenByRules
    public String perTryTimeout() {
        return rule.node().get("retries").text("perTryTimeout");
    }

    /**
     * Whether it says what pages of other origins may do, but takes none of the requests by which browsers ask beforehand (OPTIONS), and no other rule
     * that says so does: what answers those is the route that takes them.
     */
    @SeenByRules
    public boolean preflightsMissed() {
        return answersPreflights() && !virtualService.preflightsTaken();
    }

    /** The condition on the method that keeps OPTIONS out of its first match, from the rule on: {@code match[0].method}; empty where it has none. */
    @SeenByRules
    public String methodField() {
        Condition first = rule.any().getFirst();
        return Preflight.field(first).map(f -> first.path().substring(path().length() + 1) + "." + f).orElse("");
    }

    /** A regular expression that takes the methods of the first match, and OPTIONS. */
    @SeenByRules
    public String methodsWithPreflight() {
        return Preflight.expression(rule.any().getFirst());
    }

    /** Its matches, in each of which the methods are joined by OPTIONS. */
    @SeenByRules
    public Node matchesWithPreflight() {
        return new Sequence(rule.any().stream().flatMap(c -> Preflight.joined(c).stream()).toList(), Mark.NONE);
    }

    private boolean answersPreflights() {
        return rule.node().get("corsPolicy").isPresent();
    }

    /** Whether it takes preflights and answers them. */
    boolean takesPreflights() {
        return answersPreflights()
                && rule.any().stream().anyMatch(c -> c.request().fields().stream().filter(f -> f.part() == FieldMatch.Part.METHOD)
                        .allMatch(f -> f.absent() != f.match().holds(Optional.of("OPTIONS"))));
    }

    /** Whether it has no match, so that it takes everything. */
    @SeenByRules
    public boolean unconditional() {
        return rule.any().getFirst().path().isEmpty();
    }

    /** A VirtualService before it (by export, then by age) that takes all of its requests for the same hosts at every gateway where it could hold. */
    @SeenByRules
    public Optional<VirtualService> shadowedBy() {
        return virtualService.others().shadowOf(this);
    }

    /** Whether it hands its requests on to the rules of another VirtualService. */
    @SeenByRules
    public boolean delegates() {
        return rule.node().get("delegate").isPresent();
    }

    /** Whether one of its conditions can hold on a server. */
    boolean holdsOn(GatewayServer server) {
        return rule.any().stream().anyMatch(c -> c.source().holdsOn(server));
    }

    /** Whether one of its conditions can hold at a Gateway. */
    boolean holdsAt(Gateway gateway) {
        return rule.any().stream().anyMatch(c -> c.source().holdsAt(gateway.qualifiedName()));
    }

    /** Whether it applies at the proxies of the mesh: the VirtualService is for them, and one of its conditions is. */
    boolean inMesh() {
        return virtualService.inMesh() && rule.any().stream().anyMatch(c -> c.source().holdsAt(GatewayName.MESH));
    }

    /** Whether it applies at a gateway: the VirtualService names some, and one of its conditions is for all or some of them. */
    boolean atGateway() {
        return !virtualService.topGateways().isEmpty()
                && rule.any().stream().anyMatch(c -> c.source().atSomeGateway());
    }

    /** Whether one of its conditions takes everything that arrives on a server. */
    boolean takesAllOn(GatewayServer server) {
        return rule.any().stream().anyMatch(c -> c.catchAll() && c.source().holdsOn(server));
    }

    /** Where it hands its requests on to. */
    @SeenByRules
    public Optional<Delegation> delegation() {
        return delegates() ? Optional.of(new Delegation(this, rule.node().get("delegate"), virtualService.others())) : Optional.empty();
    }

    private List<Node> destinations() {
        return rule.node().get("route").elements();
    }

    /** Whether it has several destinations with weights, and these add up to nothing. */
    @SeenByRules
    public boolean weightless() {
        return destinations().size() > 1 && destinations().stream().allMatch(d -> d.get("weight").isPresent() && weight(d) == 0);
    }

    /** Hosts of destinations without a weight beside others with one: they get nothing. */
    @SeenByRules
    public List<String> unweighted() {
        boolean some = destinations().size() > 1 && destinations().stream().anyMatch(d -> weight(d) > 0);
        return some ? destinations().stream().filter(d -> !d.get("weight").isPresent()).map(VirtualServiceRule::name).distinct().toList()
                : List.of();
    }

    /** The first destination without a weight beside others with one: route[1]; empty when there is none. */
    @SeenByRules
    public String firstUnweighted() {
        return unweighted().isEmpty() ? ""
                : IntStream.range(0, destinations().size()).filter(i -> !destinations().get(i).get("weight").isPresent())
                        .mapToObj(i -> "route[" + i + "]").findFirst().orElse("");
    }

    /** Of a hundred, what the weights of the others leave for the destinations without one, for each of them; 0 where they leave nothing. */
    @SeenByRules
    public long weightLeft() {
        long without = destinations().stream().filter(d -> !d.get("weight").isPresent()).count();
        long given = destinations().stream().mapToLong(VirtualServiceRule::weight).sum();
        return without == 0 ? 0 : Math.max(0, (100 - given) / without);
    }

    private static String name(Node destination) {
        String subset = destination.get("destination").text("subset");
        return destination.get("destination").text("host") + (subset.isEmpty() ? "" : " (" + subset + ")");
    }

    private static long weight(Node destination) {
        return destination.get("weight").number().orElse(0L);
    }

    @Override
    public String path() {
        return rule.path();
    }

    @Override
    public VirtualService virtualService() {
        return virtualService;
    }

    /** Whether one of its conditions holds for a request, at whatever proxy and port. */
    public boolean takes(Request request) {
        return rule.any().stream().anyMatch(c -> c.request().mismatch(request).isEmpty());
    }

    RouteRule rule() {
        return rule;
    }

    private Node redirect() {
        return rule.node().get("redirect");
    }

    /** Whether it redirects. */
    boolean redirects() {
        return redirect().isPresent();
    }

    /** Whether only the scheme changes, to HTTPS. */
    @SeenByRules
    public boolean redirectsToHttps() {
        return redirect().text("scheme").equalsIgnoreCase("https") && !redirect().get("uri").isPresent()
                && !redirect().get("authority").isPresent() && !redirect().get("port").isPresent();
    }

    /** A server with HTTPS on which the redirect to HTTPS holds as well, for every kind of request: it leads back to itself. */
    @SeenByRules
    public Optional<GatewayServer> httpsLoop() {
        if (!section.equals("http") || !redirectsToHttps()) {
            return Optional.empty();
        }
        return virtualService.bindings().stream().filter(b -> b.server().speech() == Speech.HTTPS && b.server().port() == 443)
                .filter(b -> rule.any().stream().anyMatch(c -> c.request().fields().isEmpty() && c.source().holdsOn(b.server())))
                .map(Binding::server)
                .findFirst();
    }

    /** The path to which requests are redirected and which the same rule takes again; empty when there is none. */
    @SeenByRules
    public String pathLoop() {
        String uri = redirect().text("uri");
        boolean sameSite = redirect().isPresent() && !redirect().get("scheme").isPresent() && !redirect().get("authority").isPresent()
                && !redirect().get("port").isPresent();
        if (!sameSite || uri.isEmpty() || uri.contains("%")
                || rule.any().stream().noneMatch(c -> c.request().fields().isEmpty() && takes(c, uri))) {
            return "";
        }
        // What an earlier rule takes, under whatever further conditions, need not come back here.
        boolean takenBefore = virtualService.httpRules().stream().takeWhile(r -> r != this)
                .flatMap(r -> r.rule.any().stream()).anyMatch(c -> takes(c, uri));
        return takenBefore ? "" : uri;
    }

    private static boolean takes(Condition condition, String path) {
        int query = path.indexOf('?');
        return condition.request().path().holds(Optional.of(query < 0 ? path : path.substring(0, query)));
    }

    /** As it is written. */
    @SeenByRules
    public Node written() {
        return rule.node();
    }

    /**
     * Where in the VirtualService that takes its requests it would take them itself: in front of the first rule there that takes some, where each rule keeps
     * some requests and both VirtualServices are for the same hosts and Gateways; else empty.
     */
    @SeenByRules
    public Optional<String> placeInOther() {
        return shadowedBy().filter(virtualService::alike).flatMap(o -> {
            List<VirtualServiceRule> there = o.rules().stream().filter(r -> r.section.equals(section)).toList();
            ConditionIndex<RouteMatch> own = new ConditionIndex<>();
            matches.forEach(m -> own.add(m.condition(), m));
            boolean swallowed = there.stream().anyMatch(r -> r.matches.stream().allMatch(m -> own.covering(m.condition()).isPresent()));
            return swallowed ? Optional.empty() : there.stream().filter(this::takenFromBy).findFirst().map(VirtualServiceRule::path);
        });
    }

    private boolean takenFromBy(VirtualServiceRule other) {
        ConditionIndex<RouteMatch> theirs = new ConditionIndex<>();
        other.matches.forEach(m -> theirs.add(m.condition(), m));
        return matches.stream().anyMatch(m -> theirs.covering(m.condition()).isPresent());
    }

    /** Whether no other rule is in its section. */
    @SeenByRules
    public boolean alone() {
        return siblings.size() == 1;
    }
}
