package io.istiodoctor.cli;

import io.istiodoctor.cel.Reference;
import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.cluster.ClusterConnection;
import io.istiodoctor.cluster.ClusterReader;
import io.istiodoctor.cluster.ConnectionOptions;
import io.istiodoctor.cluster.ReadRequest;
import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.RuleTest;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.ProxyChoices;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RuleTestResult;
import io.istiodoctor.rule.FixTemplate;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.ServiceTracer;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Urls;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The tool as it is installed: with the rules that came with it.
 *
 * @param builtIn the folder of those rules
 * @param standardInput what "-f -" reads
 * @param clock the time against which ages and expiry dates are judged
 */
record InstalledDoctor(Path builtIn, Map<String, String> environment, InputStream standardInput, Clock clock) implements Doctor {
    /** What was read, and on which part of it to report. */
    private record State(Snapshot snapshot, Mesh mesh, Scope scope) {}

    @Override
    public Diagnosis check(CheckRequest request, Observer observer) {
        // Rules are made ready while the state is read: on a cluster that costs no time at all.
        try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
            var examination = CompletableFuture.supplyAsync(() -> examination(request), background);
            // A cluster answers slowly enough to make every condition ready meanwhile; files do not. Nobody waits for it.
            if (request.input().files().isEmpty()) {
                var _ = examination.thenAccept(e -> Thread.startVirtualThread(e::prepare));
            }
            State state = read(request.input(), observer);
            return join(examination).run(state.mesh, state.scope, !request.rules().isEmpty());
        }
    }

    @Override
    public Trace trace(Input input, TraceRequest request, Observer observer) {
        State state = read(input, observer);
        return new Tracer(state.mesh, Proxies.of(state.mesh), everything(state.mesh)).trace(request);
    }

    @Override
    public List<Trace> trace(Input input, List<TraceRequest> requests, Observer observer) {
        State state = read(input, observer);
        Tracer tracer = new Tracer(state.mesh, Proxies.of(state.mesh), everything(state.mesh));
        return requests.stream().map(tracer::trace).toList();
    }

    @Override
    public List<Proposal> mend(Input input, List<TraceRequest> requests, Mender.Wish wish, Observer observer) {
        State state = read(input, observer);
        Examination examination = Examination.of(load(List.of()).unasked(), r -> false);
        Mender mender = new Mender(state.snapshot, clock.instant(), wish, mesh -> examination.run(mesh, new Scope.Everything()));
        return mender.mend(requests).stream().map(m -> Proposal.of(m, state.snapshot)).toList();
    }

    @Override
    public List<ProxyView> proxies(Input input, Optional<ProxyName> name, Observer observer) {
        State state = read(input, observer);
        return ProxyChoices.of(Proxies.of(state.mesh), state.scope::contains, name);
    }

    @Override
    public ServiceReach reach(Input input, String service, Observer observer) {
        State state = read(input, observer);
        return ServiceTracer.trace(state.mesh, Proxies.of(state.mesh), everything(state.mesh), service);
    }

    @Override
    public List<UrlRow> urls(Input input, Observer observer) {
        State state = read(input, observer);
        return Urls.of(state.mesh, Proxies.of(state.mesh), everything(state.mesh), state.scope);
    }

    /** What all built-in rules say of the whole mesh: a trace must not contradict it. */
    private Diagnosis everything(Mesh mesh) {
        return Examination.of(load(List.of()).unasked(), r -> false).run(mesh, new Scope.Everything());
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
        return Examination.of(chosen, r -> !FilePath.of(r.file()).startsWith(builtIn));
    }

    private RuleSet load(List<Path> ruleFolders) {
        List<Path> folders = new ArrayList<>(List.of(builtIn));
        folders.addAll(ruleFolders);
        return RuleSet.load(folders);
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
        return input.files().isEmpty() ? readCluster(input, observer) : readManifests(input, observer);
    }

    private State readManifests(Input input, Observer observer) {
        Snapshot snapshot = ManifestSource.read(input.files(), new ManifestOptions(input.namespace().orElse("default"),
                input.assumeComplete(), standardInput, observer::note));
        Mesh mesh = Mesh.of(snapshot, clock.instant());
        return new State(snapshot, mesh, scope(mesh, input.namespace()));
    }

    private State readCluster(Input input, Observer observer) {
        ClusterAccess access = input.cluster();
        ClusterConnection connection = ClusterConnection.open(new ConnectionOptions(access.kubeconfig().map(Path::toString),
                access.context(), access.as(), access.asGroups(), access.requestTimeout(), environment));
        Snapshot snapshot = ClusterReader.read(connection,
                new ReadRequest(input.namespace(), input.allNamespaces(), (kind, count) -> observer.progress(kind.plural(), count)));
        Mesh mesh = Mesh.of(snapshot, clock.instant());
        Optional<String> namespace = input.allNamespaces() ? Optional.empty()
                : Optional.of(input.namespace().orElse(connection.namespace()));
        return new State(snapshot, mesh, scope(mesh, namespace));
    }

    private static Scope scope(Mesh mesh, Optional<String> namespace) {
        return namespace.<Scope>map(n -> Scope.Namespace.of(n, mesh)).orElse(new Scope.Everything());
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
        List<TypeEntry> all = Reference.of(load(List.of()).rules());
        return type.map(t -> all.stream().filter(e -> e.name().equalsIgnoreCase(t) || e.askedAs().equalsIgnoreCase(t)).toList()).map(named -> {
            if (named.isEmpty()) {
                String hint = Nearest.name(type.get(), all.stream().map(TypeEntry::name).toList()).map(n -> "; did you mean " + n + "?")
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
