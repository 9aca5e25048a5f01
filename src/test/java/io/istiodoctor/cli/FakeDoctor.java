package io.istiodoctor.cli;

import io.istiodoctor.cel.FieldEntry;
import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mend.Change;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.dump.ProxyDiff;
import io.istiodoctor.report.Overview;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RuleTestResult;
import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.HopStatus;
import io.istiodoctor.trace.Outcome;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.Stage;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers what it was told to, and remembers what it was asked. */
final class FakeDoctor implements Doctor {
    static final RuleCard CARD = new RuleCard("gateway-port-not-on-service", "gateway", Severity.ERROR, List.of("IST0162"), "0.1.0",
            "Gateway listens on a port that no Service carries", "A Gateway names a port of the gateway's Service.",
            List.of("Use a port that the Service carries"), List.of("https://istio.io/"));

    CheckRequest asked;
    Consumer<Observer> whileReading = observer -> {};
    Verdict verdict = Verdict.REACHABLE;
    List<RuleTestResult> testResults = List.of();
    List<Unanswered> unanswered = List.of();
    List<Proposal> proposals = List.of();
    /** How many changes the server takes. */
    int taken = Integer.MAX_VALUE;
    final List<Boolean> applied = new ArrayList<>();
    private final Diagnosis diagnosis;

    FakeDoctor(Severity... severities) {
        diagnosis = new Diagnosis(Arrays.stream(severities).map(FakeDoctor::finding).sorted(Finding.ORDER).toList(), List.of(),
                List.of(), 3, 16);
    }

    private static Finding finding(Severity severity) {
        return new Finding("rule-of-" + severity.label(), severity, List.of(), new ObjectRef("v1", "Service", "shop", "cart"), "spec",
                Optional.empty(), "Something is amiss.", "", List.of(), List.of(), List.of());
    }

    @Override
    public Diagnosis check(CheckRequest request, Observer observer) {
        asked = request;
        request.rules().stream().filter(r -> r.startsWith("@")).forEach(r -> rulesNamed(r, List.of()));
        whileReading.accept(observer);
        return new Diagnosis(diagnosis.findings(), List.of(), List.of(), 3, 16, List.of(), unanswered);
    }

    @Override
    public Trace trace(Input input, TraceRequest request, Optional<TextFile> dump, Observer observer) {
        return new Trace(request.url(), verdict, Optional.empty(),
                List.of(new Hop(Stage.ENTRY, Optional.empty(), HopStatus.OK, "An address.", List.of())), List.of(), List.of(),
                Outcome.answered(), "an answer");
    }

    @Override
    public Answer<List<Proposal>> mend(Input input, List<TraceRequest> requests, Mender.Wish wish, Observer observer) {
        return Answer.whole(proposals);
    }

    @Override
    public void apply(Input input, List<Change> changes, boolean dryRun, Consumer<Change> made) {
        applied.add(dryRun);
        for (int i = 0; i < changes.size(); i++) {
            if (!dryRun && i >= taken) {
                throw new UserError(UserError.UNREADABLE_CLUSTER, "changing it failed (409)");
            }
            made.accept(changes.get(i));
        }
    }

    @Override
    public List<Trace> trace(Input input, List<TraceRequest> requests, Optional<TextFile> dump, Observer observer) {
        return requests.stream().map(r -> trace(input, r, dump, observer)).toList();
    }

    @Override
    public Answer<List<ProxyView>> proxies(Input input, Optional<ProxyName> name, Observer observer) {
        return Answer.whole(List.of());
    }

    @Override
    public Answer<ProxyDiff> dumped(Input input, TextFile dump, Optional<ProxyName> name, Observer observer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ServiceReach reach(Input input, String service, Observer observer) {
        return new ServiceReach(service, List.of(), List.of("No route leads to it."), List.of(), Optional.empty());
    }

    @Override
    public Answer<List<UrlRow>> urls(Input input, Observer observer) {
        return new Answer<>(List.of(), List.of(), unanswered);
    }

    @Override
    public Answer<Overview> overview(Input input, Observer observer) {
        asked = new CheckRequest(input, List.of(), List.of());
        return Answer.whole(new Overview("nothing", List.of(),
                new Diagnosis(diagnosis.findings(), List.of(), List.of(), 3, 16, List.of(), unanswered)));
    }

    @Override
    public List<RuleCard> rules(List<Path> ruleFolders) {
        return List.of(CARD);
    }

    @Override
    public List<RuleCard> rulesNamed(String nameOrAlias, List<Path> ruleFolders) {
        if (CARD.name().equals(nameOrAlias) || CARD.aliases().contains(nameOrAlias)) {
            return List.of(CARD);
        }
        throw new UserError(UserError.BAD_INPUT, "there is no rule '" + nameOrAlias + "'");
    }

    @Override
    public List<TypeEntry> fields(Optional<String> type) {
        return List.of(new TypeEntry("Service", "service", "service", "A Service.",
                List.of(new FieldEntry("type", "string", List.of(), "What it is.", "", "service.type == 'NodePort'", "some-rule"))));
    }

    @Override
    public List<RuleTestResult> testRules(Path folder) {
        return testResults;
    }
}
