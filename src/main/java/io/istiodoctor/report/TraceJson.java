package io.istiodoctor.report;

import io.istiodoctor.model.Unread;
import io.istiodoctor.trace.Hop;
import io.istiodoctor.trace.Outcome;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Traces and URLs for programs: the structures of {@code trace -o json} and {@code urls -o json}. */
public final class TraceJson {
    private TraceJson() {}

    /** The way of one request. */
    public static String trace(Trace trace) {
        return JsonReport.text(tree(trace));
    }

    /** The ways of several requests, one object a line. */
    public static String traces(List<Trace> traces) {
        return traces.stream().map(t -> JsonReport.line(tree(t))).collect(Collectors.joining());
    }

    private static Map<String, Object> tree(Trace trace) {
        Map<String, Object> tree = DiagnosisTree.ordered("url", trace.url(), "verdict", trace.verdict().label());
        trace.at().ifPresent(at -> tree.put("at", at.label()));
        tree.put("hops", trace.hops().stream().map(TraceJson::hop).toList());
        tree.put("findings", trace.findings().stream().map(DiagnosisTree::finding).toList());
        tree.put("expect", trace.expect());
        if (trace.verdict() != Verdict.SUSPECT && trace.verdict() != Verdict.UNKNOWN) {
            outcome(trace.outcome()).ifPresent(o -> tree.put("outcome", o));
        }
        return beside(trace.unread(), tree);
    }

    private static Optional<Map<String, Object>> outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered a -> Optional.empty();
            case Outcome.OneOf o -> Optional.empty();
            case Outcome.MayEnd m -> Optional.empty();
            case Outcome.Unknown u -> Optional.empty();
            case Outcome.Status(int status, String flag, String note) -> {
                Map<String, Object> tree = DiagnosisTree.ordered("status", status);
                if (!flag.isEmpty()) {
                    tree.put("flag", flag);
                }
                yield Optional.of(tree);
            }
            case Outcome.Redirected(int status, String location) ->
                    Optional.of(DiagnosisTree.ordered("status", status, "location", location));
            case Outcome.Failed(Outcome.Failure failure) -> Optional.of(DiagnosisTree.ordered("failure", failure.label()));
        };
    }

    private static Map<String, Object> hop(Hop hop) {
        Map<String, Object> tree = DiagnosisTree.ordered("stage", hop.stage().label());
        hop.object().ifPresent(o -> tree.put("object", DiagnosisTree.object(o)));
        tree.put("status", hop.status().label());
        tree.put("message", hop.message());
        return tree;
    }

    /** Every URL that leads in. */
    public static String urls(List<UrlRow> rows, List<Unread> unread) {
        return JsonReport.text(beside(unread, DiagnosisTree.ordered("urls", rows.stream().map(TraceJson::row).toList())));
    }

    private static Map<String, Object> beside(List<Unread> unread, Map<String, Object> tree) {
        if (!unread.isEmpty()) {
            tree.put("unread", unread.stream().map(DiagnosisTree::unread).toList());
        }
        return tree;
    }

    /** By which URLs a Service is reached, or what is missing. */
    public static String service(ServiceReach reach) {
        Map<String, Object> tree = DiagnosisTree.ordered("service", reach.service(), "urls",
                reach.urls().stream().map(TraceJson::row).toList(), "missing", reach.missing());
        reach.manifest().ifPresent(m -> tree.put("manifest", m));
        tree.put("findings", reach.findings().stream().map(DiagnosisTree::finding).toList());
        return JsonReport.text(beside(reach.unread(), tree));
    }

    private static Map<String, Object> row(UrlRow row) {
        Map<String, Object> tree = new LinkedHashMap<>(DiagnosisTree.ordered("url", row.url(), "to", row.to(), "via", row.via()));
        row.gateway().ifPresent(g -> tree.put("gateway", g.qualifiedName()));
        row.route().ifPresent(r -> {
            if (r.kind().equals("VirtualService")) {
                tree.put("virtualService", r.qualifiedName());
            } else {
                tree.put("route", r.toString());
            }
        });
        row.address().ifPresent(a -> tree.put("address", a));
        row.needs().method().ifPresent(m -> tree.put("method", m));
        if (!row.needs().headers().isEmpty()) {
            Map<String, Object> headers = new LinkedHashMap<>();
            row.needs().headers().forEach(h -> headers.put(h.substring(0, h.indexOf(": ")), h.substring(h.indexOf(": ") + 2)));
            tree.put("headers", headers);
        }
        row.wanted().ifPresent(w -> tree.put("wanted", DiagnosisTree.ordered("name", w.name(), "command", w.command())));
        tree.put("command", row.command());
        tree.put("verdict", row.verdict().label());
        row.answer().at().ifPresent(at -> tree.put("at", at.label()));
        if (!row.answer().why().isEmpty()) {
            tree.put("why", row.answer().why());
        }
        tree.put("expect", row.answer().expect());
        tree.put("findings",
                row.answer().findings().stream()
                        .map(f -> DiagnosisTree.ordered("rule", f.rule(), "object", DiagnosisTree.object(f.object()),
                                "message", f.message(), "fingerprint", f.fingerprint()))
                        .toList());
        return tree;
    }
}
