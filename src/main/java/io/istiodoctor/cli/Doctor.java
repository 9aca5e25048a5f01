package io.istiodoctor.cli;

import io.istiodoctor.cel.TypeEntry;
import io.istiodoctor.mend.Change;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.dump.ProxyDiff;
import io.istiodoctor.report.Overview;
import io.istiodoctor.report.RuleCard;
import io.istiodoctor.report.RuleTestResult;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.UrlRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the commands ask of the rest of the program. Every method throws UserError for what the user can mend. */
public interface Doctor {
    /** Reads the state that the request names and runs rules over it. */
    Diagnosis check(CheckRequest request, Observer observer);

    /**
     * Follows one request through the state that the input names.
     *
     * @param dump what a proxy really has, in place of what istiod would tell it
     */
    Trace trace(Input input, TraceRequest request, Optional<TextFile> dump, Observer observer);

    /** Follows several requests through one reading of the state, in their order. */
    List<Trace> trace(Input input, List<TraceRequest> requests, Optional<TextFile> dump, Observer observer);

    /** What would let requests arrive, each by itself, in their order. */
    Answer<List<Proposal>> mend(Input input, List<TraceRequest> requests, Mender.Wish wish, Observer observer);

    /**
     * Makes changes in the cluster that the input names, or, as a dry run, only asks the API server whether it would take them.
     *
     * @param made takes each change that the API server has taken, in order
     */
    void apply(Input input, List<Change> changes, boolean dryRun, Consumer<Change> made);

    /** What istiod tells a proxy; without a name, every gateway's pod that the input reports on. */
    Answer<List<ProxyView>> proxies(Input input, Optional<ProxyName> name, Observer observer);

    /**
     * What a proxy has, by its dump, and in what it differs from what istiod would tell it.
     *
     * @param name the pod; empty where the dump tells it
     */
    Answer<ProxyDiff> dumped(Input input, TextFile dump, Optional<ProxyName> name, Observer observer);

    /** By which URLs a Service (SERVICE.NAMESPACE or SERVICE.NAMESPACE:PORT) is reached. */
    ServiceReach reach(Input input, String service, Observer observer);

    /** Every URL that leads to what the input reports on. */
    Answer<List<UrlRow>> urls(Input input, Observer observer);

    /** What is to be seen at first sight: URLs, and what all rules say. */
    Answer<Overview> overview(Input input, Observer observer);

    /** Every rule, built-in or in these folders, sorted by name. */
    List<RuleCard> rules(List<Path> ruleFolders);

    /** The rules of this name or alias, at least one: a peer's code may mean several. The error for none names the nearest. */
    List<RuleCard> rulesNamed(String nameOrAlias, List<Path> ruleFolders);

    /** What rules can speak of: all types, or the one of this name or of what rules write for it. The error for none names the nearest. */
    List<TypeEntry> fields(Optional<String> type);

    /** Runs the tests that lie beside the rules of a folder. */
    List<RuleTestResult> testRules(Path folder);
}
