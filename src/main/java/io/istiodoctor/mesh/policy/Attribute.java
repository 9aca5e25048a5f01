package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.IstioVersion;
import java.util.Locale;
import java.util.Optional;

/** What a condition of an AuthorizationPolicy looks at (authz/model/model.go of Istio). */
enum Attribute {
    PRINCIPAL("source.principal", "principals", "client's principal", false, false),
    NAMESPACE("source.namespace", "namespaces", "client's namespace", false, false),
    /** From Istio 1.25. */
    ACCOUNT("source.serviceAccount", "serviceAccounts", "client's service account", false, false),
    /** From Istio 1.30. */
    TRUST_DOMAIN("source.trustDomain", "trustDomains", "client's trust domain", false, false),
    SOURCE_IP("source.ip", "ipBlocks", "connection's source address", false, false),
    REMOTE_IP("remote.ip", "remoteIpBlocks", "client's original address", false, false),
    REQUEST_PRINCIPAL("request.auth.principal", "requestPrincipals", "token's principal", true, false),
    AUDIENCES("request.auth.audiences", "", "token's audience", true, false),
    PRESENTER("request.auth.presenter", "", "token's presenter", true, false),
    CLAIM("request.auth.claims", "", "token's claim", true, false),
    HEADER("request.headers", "", "header", true, false),
    DESTINATION_IP("destination.ip", "", "destination address", false, true),
    PORT("destination.port", "ports", "port", false, true),
    SNI("connection.sni", "", "TLS server name", false, true),
    ENVOY_FILTER("experimental.envoy.filters.", "", "metadata of a filter", false, true),
    HOST("", "hosts", "host", true, true),
    METHOD("", "methods", "method", true, true),
    PATH("", "paths", "path", true, true),
    /** A field that is not known here. */
    UNREADABLE("", "", "", false, false);

    private final String key;
    private final String field;
    private final String words;
    private final boolean http;
    private final boolean operation;

    Attribute(String key, String field, String words, boolean http, boolean operation) {
        this.key = key;
        this.field = field;
        this.words = words;
        this.http = http;
        this.operation = operation;
    }

    /** What a field of a source or operation looks at, {@code paths} as well as {@code notPaths}. */
    static Optional<Attribute> ofField(String field) {
        for (Attribute a : values()) {
            if (!a.field.isEmpty() && (field.equals(a.field) || field.equals(a.opposite()))) {
                return Optional.of(a);
            }
        }
        return Optional.empty();
    }

    /** What a key of {@code when} looks at; some have a name in brackets behind them. */
    static Optional<Attribute> ofKey(String key) {
        for (Attribute a : values()) {
            boolean named = a == HEADER || a == CLAIM || a == ENVOY_FILTER;
            if (!a.key.isEmpty() && (named ? key.startsWith(a.key) : key.equals(a.key))) {
                return Optional.of(a);
            }
        }
        return Optional.empty();
    }

    /** The key of {@code when}; empty when it has none. */
    String key() {
        return key;
    }

    String field() {
        return field;
    }

    /** Whether a release of Istio knows it; where the release is not known, it does. */
    boolean knownTo(Optional<IstioVersion> release) {
        return switch (this) {
            case ACCOUNT -> release.map(r -> r.atLeast(1, 25)).orElse(true);
            case TRUST_DOMAIN -> release.map(r -> r.atLeast(1, 30)).orElse(true);
            default -> true;
        };
    }

    /** The field that lists what must not be. */
    String opposite() {
        return "not" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    }

    String words() {
        return words;
    }

    /** Whether only requests have it, connections have not. */
    boolean http() {
        return http;
    }

    /** Whether it belongs to what is asked for, not to who asks. */
    boolean operation() {
        return operation;
    }

    /** What stands in brackets behind the key, {@code x-user} of {@code request.headers[x-user]}; empty when nothing does. */
    static String bracketed(String key, Attribute attribute) {
        String rest = key.substring(attribute.key.length());
        return rest.startsWith("[") && rest.endsWith("]") ? rest.substring(1, rest.length() - 1) : "";
    }
}
