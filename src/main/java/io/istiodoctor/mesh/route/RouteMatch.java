package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.ConditionIndex.Entry;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One condition of a rule of a VirtualService; a rule without any match has one that is always satisfied. */
public final class RouteMatch implements VirtualServicePart {
    /** What means something in a regular expression. */
    private static final String SPECIAL = ".+?()[]{}|^$\\";
    private static final List<String> PSEUDO_HEADERS = List.of("uri", "scheme", "method", "authority");

    private final VirtualServiceRule rule;
    private final Condition condition;
    private Optional<RouteMatch> coveredBy = Optional.empty();

    RouteMatch(VirtualServiceRule rule, Condition condition) {
        this.rule = rule;
        this.condition = condition;
    }

    @Override
    public VirtualService virtualService() {
        return rule.virtualService();
    }

    @Override
    public String path() {
        return condition.path().isEmpty() ? rule.path() : condition.path();
    }

    /** The rule that it is a condition of. */
    @SeenByRules
    public VirtualServiceRule rule() {
        return rule;
    }

    Condition condition() {
        return condition;
    }

    /** In words: "prefix /api, header x exact 1". */
    @SeenByRules
    public String words() {
        String port = port() > 0 ? "port " + port() : "";
        String rest = condition.words();
        return port.isEmpty() ? rest : rest.equals("everything") ? port : port + ", " + rest;
    }

    void coveredBy(Optional<Entry<RouteMatch>> found) {
        coveredBy = found.map(Entry::owner);
    }

    /** An earlier condition of the VirtualService that takes all of its requests. */
    @SeenByRules
    public Optional<RouteMatch> coveredBy() {
        return coveredBy;
    }

    /** Where it stands, without "spec.". */
    @SeenByRules
    public String place() {
        return path().replaceFirst("^spec\\.", "");
    }

    /** Whether the VirtualService is for gateways of Istio only, all of them are known, and servers of theirs take its hosts. */
    private boolean onlyAtKnownGateways() {
        VirtualService v = virtualService();
        return !v.topGateways().isEmpty() && v.topGateways().stream().allMatch(g -> g.gateway().isPresent());
    }

    /**
     * Why it holds on none of the servers and for no pod of the gateways: "gateways", "port", "sourceLabels" or "sourceNamespace"; empty when
     * it holds somewhere, or may hold in the mesh.
     */
    @SeenByRules
    public String neverBecause() {
        boolean inMesh = virtualService().inMesh() && condition.source().holdsAt(GatewayName.MESH);
        List<GatewayServer> servers = servers();
        boolean atOthers = virtualService().bindings().stream().map(Binding::server)
                .anyMatch(s -> !s.speech().section().equals(rule.section()) && condition.source().holdsOn(s));
        if (inMesh || servers.isEmpty() || atOthers || !onlyAtKnownGateways()) {
            return "";
        }
        List<GatewayServer> named = servers.stream().filter(s -> condition.source().holdsAt(s.gateway().qualifiedName())).toList();
        if (named.isEmpty()) {
            boolean known = virtualService().gateways().stream().filter(g -> g.path().startsWith(path() + "."))
                    .allMatch(GatewayReference::found);
            return known ? "gateways" : "";
        }
        List<GatewayServer> onPort = named.stream().filter(condition.source()::holdsOn).toList();
        if (onPort.isEmpty()) {
            // Where nothing leads to the servers, their numbers are what is wrong.
            return named.stream().anyMatch(GatewayServer::reachable) || named.stream().allMatch(s -> s.gateway().services().isEmpty())
                    ? "port" : "";
        }
        if (!anyPod(onPort, w -> Labels.match(sourceLabels(), w.labels()))) {
            return "sourceLabels";
        }
        return anyPod(onPort, w -> sourceNamespace().isEmpty() || sourceNamespace().equals(w.namespace())) ? "" : "sourceNamespace";
    }

    // Servers that look at this section; what the others make of the VirtualService is another question.
    private List<GatewayServer> servers() {
        return virtualService().bindings().stream().map(Binding::server).filter(s -> s.speech().section().equals(rule.section())).toList();
    }

    private static boolean anyPod(List<GatewayServer> servers, Predicate<Workload> wanted) {
        List<Workload> pods = servers.stream().flatMap(s -> s.gateway().workloads().stream()).toList();
        return pods.isEmpty() || pods.stream().anyMatch(wanted);
    }

    /** The port that it asks for; 0 when it asks for none. */
    @SeenByRules
    public long port() {
        return condition.source().port();
    }

    /** Gateways that it is for, "namespace/name", {@code mesh} among them; empty for all of the VirtualService's. */
    @SeenByRules
    public List<String> gateways() {
        return condition.source().gateways();
    }

    /** Labels that the client's pod must carry; none where the match of an http rule names Gateways, since they do not count then. */
    @SeenByRules
    public Map<String, String> sourceLabels() {
        return condition.source().labels();
    }

    /** {@link #sourceLabels()} as a manifest writes them. */
    @SeenByRules
    public String sourceLabelsText() {
        return Labels.show(sourceLabels());
    }

    /** The namespace of the client's pod; empty when it does not count. */
    @SeenByRules
    public String sourceNamespace() {
        return condition.source().namespace();
    }

    /** Ports of the servers that take the VirtualService's hosts, ascending. */
    @SeenByRules
    public List<Long> serverPorts() {
        return servers().stream().map(GatewayServer::port).distinct().sorted().toList();
    }

    private Stream<String> headers() {
        return condition.written().stream().flatMap(s -> Stream.concat(s.get("headers").fields().keySet().stream(),
                s.get("withoutHeaders").fields().keySet().stream()));
    }

    /** Names among its headers that Istio leaves out, because they have fields of their own: uri, scheme, method, authority. */
    @SeenByRules
    public List<String> ignoredHeaders() {
        return rule.section().equals("http") ? headers().filter(PSEUDO_HEADERS::contains).toList() : List.of();
    }

    /** A Gateway whose pods check no tokens, so that they know no claims. */
    @SeenByRules(certainty = "authenticationAbsence", absentWhenTrue = true)
    public Optional<Gateway> withoutAuthentication() {
        return claims().isEmpty() ? Optional.empty() : virtualService().bindings().stream().map(b -> b.server().gateway())
                .filter(g -> !g.workloads().isEmpty() && !g.authenticatesRequests()).findFirst();
    }

    /** What it means that no RequestAuthentication was found for that Gateway's pods. */
    @SeenByRules
    public Certainty authenticationAbsence() {
        return withoutAuthentication().map(Gateway::authenticationAbsence).orElse(Certainty.CERTAIN);
    }

    /** Claims of a token among its headers, as written. */
    @SeenByRules
    public List<String> claims() {
        return condition.request().fields().stream().filter(FieldMatch::claim).map(FieldMatch::name).toList();
    }

    private Node uri() {
        return condition.written().map(s -> s.get("uri")).orElse(Absent.ABSENT);
    }

    /** How the path is compared: exact, prefix or regex; empty when it is not. */
    @SeenByRules
    public String pathType() {
        return Stream.of("exact", "prefix", "regex").filter(t -> uri().get(t).isPresent()).findFirst().orElse("");
    }

    /** The text that the path is compared with. */
    @SeenByRules
    public String pathText() {
        return uri().text(pathType());
    }

    /** What the rule puts in the place of the path or of its matched prefix; empty when it rewrites nothing. */
    @SeenByRules
    public String rewrittenTo() {
        return rule.rule().node().get("rewrite").text("uri");
    }

    /** The text without what follows its first asterisk, for a prefix. */
    @SeenByRules
    public String beforeAsterisk() {
        int asterisk = pathText().indexOf('*');
        return asterisk < 0 ? pathText() : pathText().substring(0, asterisk);
    }

    /** Whether the only asterisk ends the text. */
    @SeenByRules
    public boolean asteriskAtEnd() {
        return pathText().indexOf('*') == pathText().length() - 1;
    }

    /** Whether another match of the same rule compares with this prefix and a slash behind it. */
    @SeenByRules
    public boolean slashedToo() {
        return rule.rule().node().get("match").elements().stream().anyMatch(m -> m.get("uri").text("prefix").equals(pathText() + "/"));
    }

    /** The path's text as a regular expression in which asterisks stand for what they mean in a shell: within one segment, and at the end for all that follows. */
    @SeenByRules
    public String asteriskExpression() {
        String text = pathText().endsWith("*") || !pathType().equals("prefix") ? pathText() : pathText() + "*";
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean segment = i > 0 && text.charAt(i - 1) == '/' && i + 1 < text.length() && text.charAt(i + 1) == '/';
            expression.append(c == '*' ? i + 1 == text.length() ? ".*" : segment ? "[^/]+" : "[^/]*"
                    : SPECIAL.indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
        }
        return expression.toString();
    }

    /** The first of the ignored headers that the match can have beside its headers, where it has no such field yet; empty when there is none. */
    @SeenByRules
    public Optional<String> movableHeader() {
        return ignoredHeaders().stream().filter(h -> header(h).isPresent()
                && condition.written().stream().noneMatch(w -> w.get(h).isPresent())).findFirst();
    }

    /** What the match asks of that header. */
    @SeenByRules
    public Node movedHeader() {
        return movableHeader().map(this::header).orElse(Absent.ABSENT);
    }

    private Node header(String name) {
        return condition.written().map(w -> w.get("headers").get(name)).orElse(Absent.ABSENT);
    }
}
