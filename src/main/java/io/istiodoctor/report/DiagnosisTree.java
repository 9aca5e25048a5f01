package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Location;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Severity;
import io.istiodoctor.model.Unread;
import java.util.LinkedHashMap;
import java.util.Map;

/** A diagnosis as maps, lists, texts and numbers: the structure that JSON and YAML share, version 1. */
final class DiagnosisTree {
    private static final String VERSION = "1";

    private DiagnosisTree() {}

    static Map<String, Object> of(Diagnosis diagnosis) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", VERSION);
        tree.put("findings", diagnosis.findings().stream().map(DiagnosisTree::finding).toList());
        tree.put("notChecked", diagnosis.notChecked().stream()
                .map(n -> ordered("rule", n.rule(), "reason", n.reason())).toList());
        if (!diagnosis.unread().isEmpty()) {
            tree.put("unread", diagnosis.unread().stream().map(DiagnosisTree::unread).toList());
        }
        if (!diagnosis.unanswered().isEmpty()) {
            tree.put("unanswered",
                    diagnosis.unanswered().stream().map(u -> ordered("question", u.question(), "reason", u.reason())).toList());
        }
        tree.put("assumptions", diagnosis.assumptions());
        tree.put("summary", ordered("errors", diagnosis.count(Severity.ERROR), "warnings", diagnosis.count(Severity.WARNING),
                "infos", diagnosis.count(Severity.INFO), "objects", diagnosis.objects(), "rules", diagnosis.rules(),
                "judged", diagnosis.judged()));
        return tree;
    }

    static Map<String, Object> unread(Unread unread) {
        Map<String, Object> tree = ordered("resource", unread.resource());
        if (!unread.namespaces().isEmpty()) {
            tree.put("namespacesRead", unread.namespaces().stream().sorted().toList());
        }
        tree.put("reason", unread.reason());
        unread.right().ifPresent(r -> tree.put("right", r.command()));
        return tree;
    }

    static Map<String, Object> finding(Finding finding) {
        Map<String, Object> tree = ordered("rule", finding.rule(), "severity", finding.severity().label(),
                "aliases", finding.aliases(), "object", object(finding.object()), "field", finding.field());
        finding.value().ifPresent(value -> tree.put("value", value));
        finding.location().ifPresent(location -> tree.put("location", location(location)));
        tree.put("message", finding.message());
        tree.put("why", finding.why());
        tree.put("fixes", finding.fixes().stream().map(DiagnosisTree::fix).toList());
        tree.put("related", finding.related().stream()
                .map(r -> ordered("object", object(r.object()), "message", r.message())).toList());
        tree.put("references", finding.references());
        tree.put("fingerprint", finding.fingerprint());
        return tree;
    }

    static Map<String, Object> object(ObjectRef ref) {
        Map<String, Object> tree = ordered("apiVersion", ref.apiVersion(), "kind", ref.kind());
        if (!ref.namespace().isEmpty()) {
            tree.put("namespace", ref.namespace());
        }
        tree.put("name", ref.name());
        return tree;
    }

    private static Map<String, Object> location(Location location) {
        return ordered("file", location.file(), "line", location.line(), "column", location.column());
    }

    private static Map<String, Object> fix(Fix fix) {
        Map<String, Object> tree = ordered("title", fix.title());
        fix.command().ifPresent(command -> tree.put("command", command));
        if (!fix.patch().isEmpty()) {
            tree.put("patch", fix.patch().stream().map(DiagnosisTree::operation).toList());
            fix.target().ifPresent(target -> tree.put("target", object(target)));
        }
        fix.diff().ifPresent(diff -> tree.put("diff", diff));
        return tree;
    }

    static Map<String, Object> operation(PatchOperation operation) {
        Map<String, Object> tree = ordered("op", operation.op(), "path", operation.path());
        if (!operation.op().equals("remove") && operation.value() != null) {
            tree.put(operation.op().equals("move") ? "from" : "value", operation.value());
        }
        return tree;
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tree.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return tree;
    }
}
