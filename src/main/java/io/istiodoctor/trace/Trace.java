package io.istiodoctor.trace;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Unread;
import java.util.List;
import java.util.Optional;

/**
 * The way of one request.
 *
 * @param url as asked for
 * @param at the first broken stage, else the first suspect, else the first unknown one; empty when all is well
 * @param hops in the order of the way; those behind a break tell how it would go on
 * @param findings what a check says of the hops, each once
 * @param obstacles what keeps the request from going on, in the order of the way; of what lies behind a redirect, nothing
 * @param outcome what the client gets; of a suspect way, what it gets when all goes well
 * @param expect what the client sees: "200 from the application", "connection refused", "404 NR" ...
 * @param asRead the verdict where what was read is taken for all that decides on a way that was found
 * @param unread what a cluster did not give although it decides on ways of requests
 */
public record Trace(String url, Verdict verdict, Optional<Stage> at, List<Hop> hops, List<Finding> findings, List<Obstacle> obstacles,
        Outcome outcome, String expect, Verdict asRead, List<Unread> unread) {
    /** A way through a state that was read wholly. */
    public Trace(String url, Verdict verdict, Optional<Stage> at, List<Hop> hops, List<Finding> findings, List<Obstacle> obstacles,
            Outcome outcome, String expect) {
        this(url, verdict, at, hops, findings, obstacles, outcome, expect, verdict, List.of());
    }

    public Trace {
        hops = List.copyOf(hops);
        findings = List.copyOf(findings);
        obstacles = List.copyOf(obstacles);
        unread = List.copyOf(unread);
    }

    /** What was not read and makes it unknown; empty where nothing such does. */
    public Optional<Unread> gap() {
        return unread.stream().filter(u -> hops.stream().anyMatch(h -> h.status() == HopStatus.UNKNOWN && h.message().contains(u.reason())))
                .findFirst();
    }

    /** The same way, beside what was not read. */
    Trace toldBeside(Verdict found, List<Unread> gaps) {
        return new Trace(url, verdict, at, hops, findings, obstacles, outcome, expect, found, gaps);
    }

    /** Whether a rule has a proxy answer by itself: what is on the way then is as it was written, and nothing has to be mended. */
    public boolean answeredByProxy() {
        return !obstacles.isEmpty() && obstacles.getFirst() instanceof Obstacle.ProxyAnswers;
    }
}
