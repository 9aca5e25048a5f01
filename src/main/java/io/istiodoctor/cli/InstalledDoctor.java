package io.istiodoctor.cli;

import io.istiodoctor.cel.Reference;
import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.cluster.ClusterConnection;
import io.istiodoctor.cluster.ClusterReader;
import io.istiodoctor.cluster.ClusterWriter;
import io.istiodoctor.cluster.ConnectionOptions;
import io.istiodoctor.cluster.ReadRequest;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.RuleTest;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.fix.KubectlOptions;
import io.istiodoctor.fix.KubectlPatch;
import io.istiodoctor.mend.Change;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.mend.WayFixes;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Timings;
import io.istiodoctor.model.Timings.Stage;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.ProxyChoices;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.dump.DumpedProxy;
import io.istiodoctor.proxy.dump.ProxyDiff;
import io.istiodoctor.report.Overview;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RuleTestResult;
import io.istiodoctor.rule.BuiltRules;
import io.istiodoctor.rule.FixTemplate;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.ReadingGaps;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.ServiceTracer;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Urls;
import io.istiodoctor.trace.Verdict;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tool as it is installed: with the rules that came with it.
 *
 * @param builtIn the folder of those rules
 * @param standardInput what "-f -" reads
 * @param clock the time against which ages and expiry dates are judged
 */
record InstalledDoctor(Path builtIn, Map<String, String> environment, InputStream standardInput, Clock clock) implements Doctor {
    /**
     * What was read, and on which part of it to report.
     *
     * @param words what this is, for people
     * @param kubectl what commands for it must say
     */
    private record State(Snapshot snapshot, Proxies proxies, Scope scope, String words, KubectlOptions kubectl) {
        static State of(Snapshot snapshot, Instant now, Optional<String> namespace, String words, KubectlOptions kubectl) {
            Mesh mesh = Mesh.of(snapshot, now);
            return new State(snapshot, Proxies.of(mesh),
                    namespace.<Scope>map(n -> Scope.Namespace.of(n, mesh)).orElse(new Scope.Everything()), words, kubectl);
        }

        List<UrlRow> told(List<UrlRow> rows) {
            return rows.stream().map(r -> r.asking(kubectl::in)).toList();
        }

        Mesh mesh() {
            return proxies.mesh();
        }
    }

    @Override
    public Diagnosis check(CheckRequest request, Observer observer) {
        Timings timings = observer.timings();
        if (!request.input().files().isEmpty() && request.ruleFolders().isEmpty()) {
            Examination rules = examination(request);
            return judged(request, read(request.input(), observer, timings), rules, timings);
        }
        // Rules are made ready while the state is read: on a cluster that costs no time at all.
        try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
            var examination = CompletableFuture.supplyAsync(() -> examination(request), background);
            // A cluster answers slowly enough to make every condition ready meanwhile; files do not. Nobody waits for it.
            if (request.input().files().isEmpty()) {
                var _ = examination.thenAccept(e -> Thread.startVirtualThread(e::prepare));
            }
            State state = read(request.input(), observer, timings);
            return judged(request, state, join(examination), timings);
        }
    }

    private Diagnosis judged(CheckRequest request, State state, Examination rules, Timings timings) {
        return timings.time(Stage.EVALUATE,
                () -> mended(rules.run(state.proxies, state.scope, !request.rules().isEmpty(), timings), state, rules));
    }

    /** What lets a request arrive is the first fix of what is in its way. */
    private Diagnosis mended(Diagnosis diagnosis, State state, Examination rules) {
        Examination own = rules.ownRules();
        return state.kubectl.in(WayFixes.in(diagnosis, state.snapshot, state.proxies, clock.instant(),
                p -> own.run(p, new Scope.Everything(), false).findings()));
    }

    @Override
    public Trace trace(Input input, TraceRequest request, Optional<TextFile> dump, Observer observer) {
        return trace(input, List.of(request), dump, observer).getFirst();
    }

    @Override
    public List<Trace> trace(Input input, List<TraceRequest> requests, Optional<TextFile> dump, Observer observer) {
        State state = read(input, observer);
        // Rules judge what istiod would tell, whatever a proxy has.
        Proxies followed = dump.isPresent() ? Proxies.of(state.mesh()) : state.proxies;
        dump.ifPresent(d -> DumpedProxy.read(followed, d.path().toString(), d.text(), Optional.empty()).replaceIn(followed));
        Tracer tracer = new Tracer(state.mesh(), followed, everything(state));
        return requests.stream().map(tracer::trace).toList();
    }

    @Override
    public Answer<List<Proposal>> mend(Input input, List<TraceRequest> requests, Mender.Wish wish, Observer observer) {
        State state = read(input, observer);
        Mender mender = new Mender(state.snapshot, state.proxies, clock.instant(), wish);
        List<Proposal> proposals = mender.mend(requests).stream()
                .map(m -> Proposal.of(m, state.snapshot).on(state.kubectl)).toList();
        return new Answer<>(proposals, ReadingGaps.unread(state.mesh()), untold(state, requests));
    }

    /** Requests of which what was not read decides whether they arrive. */
    private static List<Unanswered> untold(State state, List<TraceRequest> requests) {
        if (ReadingGaps.unread(state.mesh()).isEmpty()) {
            return List.of();
        }
        Tracer tracer = new Tracer(state.mesh(), state.proxies, new Diagnosis(List.of(), List.of(), List.of(), 0, 0));
        return requests.stream().map(tracer::trace).filter(t -> t.verdict() == Verdict.UNKNOWN)
                .flatMap(t -> t.gap().stream().map(u -> new Unanswered("what " + t.url() + " needs", u.reason() + u.remedy()))).toList();
    }

    @Override
    public void apply(Input input, List<Change> changes, boolean dryRun, Consumer<Change> made) {
        ClusterWriter writer = new ClusterWriter(connect(input.cluster()), dryRun);
        changes.forEach(change -> {
            switch (change) {
                case Change.Edit edit -> writer.patch(edit.target(), KubectlPatch.json(edit.guarded()));
                case Change.Create(var target, var manifest) -> writer.create(target, KubectlPatch.json(manifest));
            }
            made.accept(change);
        });
    }

    private ClusterConnection connect(ClusterAccess access) {
        return ClusterConnection.open(options(access));
    }

    private ConnectionOptions options(ClusterAccess access) {
        return new ConnectionOptions(access.kubeconfig().map(Path::toString), access.context(), access.as(), access.asGroups(),
                access.requestTimeout(), environment);
    }

    @Override
    public Answer<List<ProxyView>> proxies(Input input, Optional<ProxyName> name, Observer observer) {
        State state = read(input, observer);
        Optional<Unread> hidden = Stream.of(Kind.POD, Kind.ISTIO_GATEWAY)
                .flatMap(k -> state.mesh().directory().coverage(k).unread(k).stream()).findFirst();
        return asRead(state, ProxyChoices.of(state.proxies, state.scope::contains, name, hidden), "all that istiod tells the proxies");
    }

    @Override
    public Answer<ProxyDiff> dumped(Input input, TextFile dump, Optional<ProxyName> name, Observer observer) {
        State state = read(input, observer);
        ProxyDiff diff = ProxyDiff.of(state.proxies, DumpedProxy.read(state.proxies, dump.path().toString(), dump.text(), name));
        return asRead(state, diff, "all that istiod would tell the proxy");
    }

    @Override
    public ServiceReach reach(Input input, String service, Observer observer) {
        State state = read(input, observer);
        ServiceReach reach = ServiceTracer.trace(state.mesh(), state.proxies, everything(state), service);
        return new ServiceReach(reach.service(), state.told(reach.urls()), reach.missing(), reach.findings(), reach.manifest(),
                reach.unread());
    }

    @Override
    public Answer<List<UrlRow>> urls(Input input, Observer observer) {
        State state = read(input, observer);
        return asRead(state, state.told(Urls.of(state.mesh(), state.proxies, () -> everything(state), state.scope)),
                "whether these are all URLs");
    }

    /** An answer beside what was not read and bears on it. */
    private static <T> Answer<T> asRead(State state, T found, String question) {
        List<Unread> unread = ReadingGaps.unread(state.mesh());
        List<Unanswered> unanswered = unread.stream().filter(u -> !state.scope.within(u.namespaces()))
                .map(u -> new Unanswered(question, u.reason() + u.remedy())).toList();
        return new Answer<>(found, unread, unanswered);
    }

    @Override
    public Answer<Overview> overview(Input input, Observer observer) {
        State state = read(input, observer);
        Examination rules = Examination.of(load(List.of()).unasked(), r -> false);
        Diagnosis all = mended(rules.runEverywhere(state.proxies, state.scope), state, rules);
        List<UrlRow> urls = state.told(Urls.of(state.mesh(), state.proxies, () -> all, state.scope));
        return asRead(state,
                new Overview(state.words, urls, all.with(all.findings().stream().filter(f -> state.scope.contains(f.object())).toList())),
                "what is exposed");
    }

    /** What all built-in rules say of the whole mesh: a trace must not contradict it. */
    private Diagnosis everything(State state) {
        return state.kubectl.in(Examination.of(load(List.of()).unasked(), r -> false).run(state.proxies, new Scope.Everything(), false));
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private Examination examination(CheckRequest request) {
        RuleSet rules = load(request.ruleFolders());
        RuleSet chosen = request.rules().isEmpty() ? rules.unasked() : choose(rules, request.rules());
        return Examination.of(chosen, request.ruleFolders().isEmpty() ? r -> false : r -> !FilePath.of(r.file()).startsWith(builtIn));
    }

    private RuleSet load(List<Path> ruleFolders) {
        return RuleSet.load(BuiltRules.of(builtIn).orElseGet(() -> RuleSet.load(List.of(builtIn)).rules()), ruleFolders);
    }

    private static RuleSet choose(RuleSet rules, List<String> names) {
        return new RuleSet(names.stream().flatMap(n -> named(rules, n).stream()).distinct().toList());
    }

    private static List<Rule> named(RuleSet rules, String name) {
        List<Rule> named = rules.named(name);
        if (named.isEmpty()) {
            Supplier<List<String>> known = () -> rules.rules().stream().map(Rule::name).toList();
            String hint = Nearest.name(name, known.get()).map(n -> "; did you mean " + n + "?")
                    .orElse("; `istio-doctor rules list` shows all");
            throw new UserError(UserError.BAD_INPUT, "there is no rule " + name + hint);
        }
        return named;
    }

    private State read(Input input, Observer observer) {
        return read(input, observer, new Timings());
    }

    private State read(Input input, Observer observer, Timings timings) {
        return input.files().isEmpty() ? readCluster(input, observer, timings) : readManifests(input, observer, timings);
    }

    private State readManifests(Input input, Observer observer, Timings timings) {
        Snapshot snapshot = ManifestSource.read(input.files(), new ManifestOptions(input.namespace().orElse("default"),
                input.assumeComplete(), standardInput, observer::note, timings));
        input.namespace().ifPresent(namespace -> requireNamespace(namespace, snapshot));
        return timings.time(Stage.RESOLVE,
                () -> State.of(snapshot.judgedBy(input.istio()), clock.instant(), input.namespace(),
                        String.join(", ", input.files()).replaceFirst("^-$", "standard input")
                                + input.namespace().map(n -> ", namespace " + n).orElse(""),
                        KubectlOptions.NONE));
    }

    /** Nothing that is asked of a namespace without objects could be anything but well. */
    private static void requireNamespace(String name, Snapshot snapshot) {
        List<String> there = snapshot.resources().stream().map(Resource::ref)
                .map(r -> r.kind().equals("Namespace") ? r.name() : r.namespace())
                .filter(n -> !n.isEmpty()).distinct().sorted().toList();
        if (!there.contains(name)) {
            throw new UserError(UserError.BAD_INPUT, "no object of the input is in namespace " + name + Nearest.name(name, there)
                    .map(n -> "; did you mean " + n + "?")
                    .orElseGet(() -> "; it has " + there.stream().limit(5).collect(Collectors.joining(", "))));
        }
    }

    private State readCluster(Input input, Observer observer, Timings timings) {
        ClusterConnection connection = connect(input.cluster());
        observer.connecting(connection.contextName() + " (" + connection.server() + ")");
        Snapshot snapshot = timings.time(Stage.READ, () -> ClusterReader.read(connection,
                new ReadRequest(input.namespace(), input.allNamespaces(), (kind, count) -> observer.progress(kind.plural(), count))));
        Optional<String> namespace = input.allNamespaces() ? Optional.empty()
                : Optional.of(input.namespace().orElse(connection.namespace()));
        return timings.time(Stage.RESOLVE, () -> State.of(snapshot.judgedBy(input.istio()), clock.instant(), namespace,
                "context " + connection.contextName() + ", " + namespace.map(n -> "namespace " + n).orElse("all namespaces"),
                new KubectlOptions(options(input.cluster()).kubectlOptions())));
    }

    @Override
    public List<RuleCard> rules(List<Path> ruleFolders) {
        return load(ruleFolders).rules().stream().map(InstalledDoctor::card).toList();
    }

    @Override
    public List<RuleCard> rulesNamed(String nameOrAlias, List<Path> ruleFolders) {
        return named(load(ruleFolders), nameOrAlias).stream().map(InstalledDoctor::card).toList();
    }

    private static RuleCard card(Rule rule) {
        return new RuleCard(rule.name(), rule.family(), rule.severity(), rule.aliases(), rule.since(), rule.title(),
                rule.why(), rule.fixes().stream().map(FixTemplate::title).map(t -> t.outline()).toList(), rule.references());
    }

    @Override
    public List<TypeEntry> fields(Optional<String> type) {
        List<TypeEntry> all = Reference.built().orElseGet(() -> Reference.of(RuleSet.load(List.of(builtIn)).rules()));
        return type.map(t -> all.stream().filter(e -> e.name().equalsIgnoreCase(t) || e.askedAs().equalsIgnoreCase(t)).toList())
                .map(named -> {
                    if (named.isEmpty()) {
                        String hint = Nearest.name(type.get(), all.stream().map(TypeEntry::name).toList())
                                .map(n -> "; did you mean " + n + "?")
                                .orElse("; `istio-doctor rules fields` shows all");
                        throw new UserError(UserError.BAD_INPUT, "there is no type " + type.get() + hint);
                    }
                    return named;
                }).orElse(all);
    }

    @Override
    public List<RuleTestResult> testRules(Path folder) {
        return RuleSet.load(List.of(folder)).rules().stream().map(RuleTest::run)
                .map(o -> new RuleTestResult(o.rule(), o.firing() + o.silent(), o.failures())).toList();
    }
}
