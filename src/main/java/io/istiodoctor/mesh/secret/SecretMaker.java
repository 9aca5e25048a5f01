package io.istiodoctor.mesh.secret;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.Secrets;
import java.util.List;
import java.util.stream.Stream;

/** An object of which a controller will make a Secret: a Certificate of cert-manager, a sealed or external Secret, an Ingress or Gateway that asks for a certificate. */
public final class SecretMaker implements Subject {
    private static final List<String> COPIERS = List.of("reflector", "replicator", "kubed", "replicate");
    private static final List<String> ASKING = List.of("cert-manager.io/issuer", "cert-manager.io/cluster-issuer",
            "kubernetes.io/tls-acme");

    private final Resource object;
    private final Secrets.Name secret;

    private SecretMaker(Resource object, String secret) {
        this.object = object;
        this.secret = new Secrets.Name(object.ref().namespace(), secret);
    }

    /** An object with each Secret that will be made of it. */
    static Stream<SecretMaker> of(Resource object) {
        Node spec = object.spec();
        String group = object.ref().apiVersion();
        Stream<String> names = switch (object.ref().kind()) {
            case "Certificate" -> group.startsWith("cert-manager.io/") ? spec.get("secretName").text().stream() : Stream.of();
            case "SealedSecret", "ExternalSecret" ->
                    Stream.concat(Stream.of(object.ref().name()), spec.get("target").get("name").text().stream());
            case "Ingress" ->
                    asks(object) ? spec.get("tls").elements().stream().flatMap(t -> t.get("secretName").text().stream()) : Stream.of();
            case "Gateway" -> asks(object) ? spec.get("listeners").elements().stream()
                    .flatMap(l -> l.get("tls").get("certificateRefs").elements().stream()).flatMap(c -> c.get("name").text().stream())
                    : Stream.of();
            default -> Stream.of();
        };
        return names.distinct().map(n -> new SecretMaker(object, n));
    }

    private static boolean asks(Resource object) {
        return ASKING.stream().anyMatch(object.annotations()::containsKey);
    }

    /** Whether annotations let a controller copy a Secret to other namespaces. */
    static boolean copied(Resource secret) {
        return named(secret.annotations().keySet().stream());
    }

    private static boolean named(Stream<String> annotations) {
        return annotations.anyMatch(k -> COPIERS.stream().anyMatch(k::contains));
    }

    @Override
    public Resource resource() {
        return object;
    }

    Secrets.Name secret() {
        return secret;
    }

    /** Whether the Secret that is made will be copied to other namespaces. */
    boolean copied() {
        return named(Resource.texts(object.spec().get("secretTemplate").get("annotations")).keySet().stream());
    }

    /** Whether it can stand in another namespace as it is: a Certificate whose issuer is one for the whole cluster. */
    @SeenByRules
    public boolean movable() {
        return object.ref().kind().equals("Certificate") && object.spec().get("issuerRef").text("kind").equals("ClusterIssuer");
    }

    /** What makes the Secret, for a sentence. */
    public String words() {
        return switch (object.ref().kind()) {
            case "Certificate" -> "a Certificate of cert-manager";
            case "Ingress", "Gateway" -> "cert-manager, by the annotations of " + object.ref() + ",";
            default -> object.ref().toString();
        };
    }
}
