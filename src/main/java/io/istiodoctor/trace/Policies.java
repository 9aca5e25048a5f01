package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What AuthorizationPolicies say of a request (E8.3). What depends on the client's address or tokens is unknown. */
final class Policies {
    /** An answer of three. */
    enum Answer { YES, NO, UNKNOWN }

    /**
     * The decision at one workload.
     *
     * @param by the policy that decides; empty when none holds for the workload
     */
    record Decision(HopStatus status, String message, Optional<Resource> by, List<Resource> all) {}

    /**
     * Who calls, as the workload's proxy sees it.
     *
     * @param namespace of the client, when it shows a certificate of the mesh; empty otherwise
     * @param principal trust domain aside: "ns/NS/sa/NAME"
     */
    record Peer(Optional<String> namespace, Optional<String> principal) {
        static final Peer NOBODY = new Peer(Optional.empty(), Optional.empty());
    }

    private final Mesh mesh;

    Policies(Mesh mesh) {
        this.mesh = mesh;
    }

    /** What is decided at a workload on a port; empty when no policy holds for it. */
    Optional<Decision> decide(Workload workload, TraceRequest request, long port, Peer peer) {
        List<Resource> all = mesh.directory().all(Kind.AUTHORIZATION_POLICY).stream().filter(p -> holds(p, workload))
                .sorted(Age.OLDEST_FIRST).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(decide(all, new Question(request, port, peer)));
    }

    private boolean holds(Resource policy, Workload workload) {
        String namespace = policy.ref().namespace();
        return (namespace.equals(workload.namespace()) || namespace.equals(mesh.config().rootNamespace()))
                && !policy.spec().get("targetRefs").isPresent() && !policy.spec().get("targetRef").isPresent()
                && Labels.match(Resource.texts(policy.spec().get("selector").get("matchLabels")), workload.labels());
    }

    private static Decision decide(List<Resource> all, Question question) {
        List<Resource> unclear = new ArrayList<>();
        for (Resource policy : action(all, "CUSTOM")) {
            if (answer(policy, question) != Answer.NO) {
                unclear.add(policy);
            }
        }
        for (Resource policy : action(all, "DENY")) {
            switch (answer(policy, question)) {
                case YES -> {
                    return new Decision(HopStatus.BROKEN, policy.ref() + " denies the request.", Optional.of(policy), all);
                }
                case UNKNOWN -> unclear.add(policy);
                case NO -> { }
            }
        }
        List<Resource> allowing = action(all, "ALLOW");
        boolean allowed = allowing.isEmpty() || allowing.stream().anyMatch(p -> answer(p, question) == Answer.YES);
        Optional<Resource> perhaps = allowing.stream().filter(p -> answer(p, question) == Answer.UNKNOWN).findFirst();
        if (!allowed && perhaps.isEmpty()) {
            return new Decision(HopStatus.BROKEN, "No rule of " + allowing.getFirst().ref() + (allowing.size() > 1
                    ? " or of the other ALLOW policies" : "") + " allows the request.", Optional.of(allowing.getFirst()), all);
        }
        if (!allowed || !unclear.isEmpty()) {
            Resource by = allowed ? unclear.getFirst() : perhaps.orElseThrow();
            return new Decision(HopStatus.UNKNOWN, by.ref() + " decides by what objects do not tell (the client's address, "
                    + "a token or an external authorizer).", Optional.of(by), all);
        }
        return new Decision(HopStatus.OK, "AuthorizationPolicies let the request pass.", Optional.of(all.getFirst()), all);
    }

    private static List<Resource> action(List<Resource> all, String action) {
        return all.stream().filter(p -> (p.spec().text("action").isEmpty() ? "ALLOW" : p.spec().text("action")).equals(action)).toList();
    }

    private static Answer answer(Resource policy, Question question) {
        Answer answer = Answer.NO;
        for (Node rule : policy.spec().get("rules").elements()) {
            Answer here = question.answer(rule);
            if (here == Answer.YES) {
                return Answer.YES;
            }
            answer = here == Answer.UNKNOWN ? here : answer;
        }
        return answer;
    }
}
