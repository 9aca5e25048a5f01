package io.istiodoctor.trace;

import io.istiodoctor.mesh.secret.CredentialStore;
import io.istiodoctor.mesh.secret.KeyPair;
import io.istiodoctor.mesh.secret.OldSecretAgent;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.DownstreamTls.ClientCertificate;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.source.Secrets.Lookup;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import io.istiodoctor.trace.Step.Passed;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a gateway can end TLS: its pods get the certificate, and the client has one where it must. */
final class CredentialStage {
    private static final String PREFIX = "kubernetes://";

    /** A Secret and where it is read. */
    private record Secret(String namespace, String name) {}

    private final Network net;

    CredentialStage(Network net) {
        this.net = net;
    }

    Decision<GatewayRequest> check(GatewayRequest at, String listens, List<Passed> passed) {
        DownstreamTls tls = at.chain().tls().orElseThrow();
        ObjectRef owner = at.chain().origin().object();
        boolean mutual = at.arrival().traffic().filter(t -> t.tls() == Wrapping.MUTUAL).isPresent();
        if (mutual) {
            return tls.own()
                    ? Decision.onward(new GatewayRequest(at.arrival(), at.chain(),
                            Optional.of(Step.ok(Stage.GATEWAY, Optional.of(owner), listens
                                    + ", with Istio's mutual TLS.", passed))))
                    : Decision.brokenBefore(at, new Failed(Failure.TLS), Step.broken(Stage.GATEWAY, Optional.of(owner), listens
                            + ", with a certificate that is not the mesh's own, while Istio's mutual TLS is sent.", passed));
        }
        List<Secret> secrets = tls.secrets().stream().filter(s -> s.startsWith(PREFIX)).map(s -> secret(s, at)).toList();
        if (!secrets.isEmpty()) {
            Optional<Step> refused = refusedAccount(owner, listens, passed);
            if (refused.isPresent()) {
                return Decision.brokenBefore(at, Outcome.reset(), refused.get());
            }
        }
        // Of several certificates Envoy takes those that come; without any it cannot begin.
        Map<Secret, Decision<GatewayRequest>> problems = new LinkedHashMap<>();
        secrets.forEach(s -> problem(at, s, tls, listens, passed).ifPresent(p -> problems.put(s, p)));
        if (!problems.isEmpty() && problems.size() == secrets.size()) {
            return problems.values().iterator().next();
        }
        if (tls.client() == ClientCertificate.REQUIRED) {
            return Decision.brokenBefore(at, new Failed(Failure.TLS), Step.broken(Stage.GATEWAY, Optional.of(owner), listens
                    + ", and asks every client for a certificate; a client without one is refused.", passed)
                    .because(new Obstacle.ClientCertificateAsked(at.chain())));
        }
        String from = secrets.isEmpty() ? ""
                : ", certificate from " + named(secrets.stream().filter(s -> !problems.containsKey(s)).toList())
                        + (problems.isEmpty() ? "" : "; " + named(List.copyOf(problems.keySet())) + " cannot be used");
        return Decision.onward(new GatewayRequest(at.arrival(), at.chain(),
                Optional.of(Step.ok(Stage.GATEWAY, Optional.of(owner), listens + from + ".", passed))));
    }

    private String named(List<Secret> secrets) {
        CredentialStore store = net.mesh().directory().credentials();
        return secrets.stream().map(s -> "Secret " + s.name() + " in " + s.namespace()
                + store.maker(s.namespace(), s.name()).filter(m -> !(store.find(s.namespace(), s.name()) instanceof Lookup.Found))
                        .map(m -> ", which " + m.words() + " will create").orElse(""))
                .collect(Collectors.joining(", "));
    }

    // A name may carry the namespace in which it is looked up; without one it is that of the gateway's pods.
    private static Secret secret(String resource, GatewayRequest at) {
        String path = resource.substring(PREFIX.length());
        int slash = path.indexOf('/');
        return new Secret(slash < 0 ? at.arrival().pod().namespace() : path.substring(0, slash), path.substring(slash + 1));
    }

    private Optional<Step> refusedAccount(ObjectRef owner, String listens, List<Passed> passed) {
        return net.mesh().gateways().stream().filter(g -> g.resource().ref().equals(owner)).findFirst().flatMap(net.mesh()::refusedAccount)
                .map(account -> {
                    List<Passed> all = new ArrayList<>(passed);
                    all.add(Step.deep(account.resource().ref(), ""));
                    return Step.broken(Stage.GATEWAY, Optional.of(owner), listens + ", but service account " + account.account()
                            + " of the gateway's pods may not read Secrets.", all);
                });
    }

    private Optional<Decision<GatewayRequest>> problem(GatewayRequest at, Secret secret, DownstreamTls tls, String listens,
            List<Passed> passed) {
        CredentialStore store = net.mesh().directory().credentials();
        ObjectRef owner = at.chain().origin().object();
        Lookup lookup = store.find(secret.namespace(), secret.name());
        String name = "Secret " + secret.name();
        return switch (lookup) {
            case Lookup.Missing m -> broken(at, secret, listens + ", but " + name + " is not in " + secret.namespace()
                    + ", where the gateway's pods read it.", passed);
            // What will be made of an object is there before anybody asks for it.
            case Lookup.Unknown u when store.maker(secret.namespace(), secret.name()).isPresent() -> Optional.empty();
            case Lookup.Unknown(String reason) ->
                    Optional.of(Decision.brokenBefore(at, Outcome.unknown(), new Step(Stage.GATEWAY, Optional.of(owner),
                            HopStatus.UNKNOWN, listens + "; whether " + name + " exists is not known: " + reason + ".", passed)));
            case Lookup.Found found -> {
                KeyPair pair = store.keyPair(found);
                String wrong = unusable(pair);
                String skipped = at.arrival().pod().proxyVersion().filter(OldSecretAgent::runs)
                        .map(v -> OldSecretAgent.skips(secret.name(), Optional.of(pair))).orElse("");
                yield !skipped.isEmpty() ? skipped(at,
                        listens + ", but a gateway before Istio 1.9 skips " + name + " for its " + skipped + ".", passed)
                        : !wrong.isEmpty() ? broken(at, secret, listens + ", but " + name + wrong + ".", passed)
                        : authority(at, secret, tls, pair, listens, passed);
            }
        };
    }

    private String unusable(KeyPair pair) {
        return switch (pair.problem()) {
            case "incomplete" -> " has no certificate with its key";
            case "certificate" -> " has a certificate that cannot be read";
            case "key" -> " has a key that cannot be read";
            default -> pair.mismatched() ? " has a key that does not belong to its certificate"
                    : pair.notAfter().filter(net.mesh().directory().credentials().now()::isAfter).isPresent()
                            ? " has a certificate that has ended"
                    : pair.notBefore().filter(net.mesh().directory().credentials().now()::isBefore).isPresent()
                            ? " has a certificate that has not begun"
                    : "";
        };
    }

    private static Optional<Decision<GatewayRequest>> skipped(GatewayRequest at, String message, List<Passed> passed) {
        return Optional.of(Decision.brokenBefore(at, Outcome.reset(),
                Step.broken(Stage.GATEWAY, Optional.of(at.chain().origin().object()), message, passed)));
    }

    private Optional<Decision<GatewayRequest>> authority(GatewayRequest at, Secret secret, DownstreamTls tls, KeyPair pair, String listens,
            List<Passed> passed) {
        if (tls.client() == ClientCertificate.NONE || pair.authority() || !tls.authority().startsWith(PREFIX)) {
            return Optional.empty();
        }
        Secret authority = secret(tls.authority(), at);
        return net.mesh().directory().credentials().find(authority.namespace(), authority.name()) instanceof Lookup.Missing
                ? broken(at, authority, listens + ", but no Secret says who may have signed clients' certificates: neither "
                        + secret.name() + " nor " + authority.name() + ".", passed)
                : Optional.empty();
    }

    private static Optional<Decision<GatewayRequest>> broken(GatewayRequest at, Secret secret, String message, List<Passed> passed) {
        Obstacle met = new Obstacle.CertificateUnusable(at.arrival().pod(), at.chain(), secret.namespace(), secret.name());
        return Optional.of(Decision.brokenBefore(at, Outcome.reset(),
                Step.broken(Stage.GATEWAY, Optional.of(at.chain().origin().object()), message, passed).because(met)));
    }
}
