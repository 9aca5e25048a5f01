package io.istiodoctor.trace;

import io.istiodoctor.model.Node;
import io.istiodoctor.trace.Policies.Answer;
import io.istiodoctor.trace.Policies.Peer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** One request at one workload, asked of the rules of AuthorizationPolicies. */
record Question(TraceRequest request, long port, Peer peer) {
    /** Whether a rule holds: one of its sources, one of its operations and all of its conditions. */
    Answer answer(Node rule) {
        Answer from = any(rule.get("from").elements(), f -> source(f.get("source")));
        Answer to = any(rule.get("to").elements(), t -> operation(t.get("operation")));
        Answer when = rule.get("when").elements().isEmpty() ? Answer.YES : Answer.UNKNOWN;
        return all(from, to, when);
    }

    private static Answer any(List<Node> alternatives, Function<Node, Answer> judge) {
        if (alternatives.isEmpty()) {
            return Answer.YES;
        }
        List<Answer> answers = alternatives.stream().map(judge).toList();
        return answers.contains(Answer.YES) ? Answer.YES : answers.contains(Answer.UNKNOWN) ? Answer.UNKNOWN : Answer.NO;
    }

    private static Answer all(Answer... answers) {
        List<Answer> list = List.of(answers);
        return list.contains(Answer.NO) ? Answer.NO : list.contains(Answer.UNKNOWN) ? Answer.UNKNOWN : Answer.YES;
    }

    private Answer source(Node source) {
        Answer unknowable = source.fields().keySet().stream().anyMatch(f -> f.toLowerCase(Locale.ROOT).contains("ipblocks")
                || f.toLowerCase(Locale.ROOT).contains("requestprincipals")) ? Answer.UNKNOWN : Answer.YES;
        return all(field(source, "namespaces", peer.namespace()), field(source, "principals",
                peer.principal().map(p -> "cluster.local/" + p)), unknowable);
    }

    private Answer operation(Node operation) {
        return all(field(operation, "hosts", Optional.of(request.authority())),
                field(operation, "ports", Optional.of(Long.toString(port))),
                field(operation, "methods", Optional.of(request.method())),
                field(operation, "paths", Optional.of(request.path())));
    }

    /** A field with its counterpart, {@code paths} and {@code notPaths}. */
    private static Answer field(Node node, String field, Optional<String> value) {
        List<Node> wanted = node.get(field).elements();
        List<Node> unwanted = node.get("not" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1)).elements();
        boolean yes = wanted.isEmpty() || value.isPresent() && wanted.stream().anyMatch(w -> fits(w, value.get()));
        boolean no = value.isPresent() && unwanted.stream().anyMatch(w -> fits(w, value.get()));
        return yes && !no ? Answer.YES : Answer.NO;
    }

    private static boolean fits(Node pattern, String value) {
        String p = pattern.text().orElse("");
        if (p.equals("*")) {
            return !value.isEmpty();
        }
        return p.startsWith("*") ? value.endsWith(p.substring(1))
                : p.endsWith("*") ? value.startsWith(p.substring(0, p.length() - 1)) : value.equals(p);
    }
}
