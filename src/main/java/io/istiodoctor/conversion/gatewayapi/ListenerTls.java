package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import java.util.Arrays;
import java.util.List;

/** The TLS settings of a listener's server (conversion.go, buildTLS). */
final class ListenerTls {
    private static final String TERMINATE_MODE = "gateway.istio.io/tls-terminate-mode";
    private static final String CIPHER_SUITES = "gateway.istio.io/tls-cipher-suites";
    private static final String PROTOCOL = "gateway.istio.io/listener-protocol";

    /**
     * What comes of a listener's TLS.
     *
     * @param fatal why the listener cannot be served; empty when it can
     * @param leftOut what else is left out
     */
    record Result(Part settings, List<LeftOut> fatal, List<LeftOut> leftOut) {}

    private final ListenerCertificates certificates;
    private final ListenerAuthorities authorities;

    ListenerTls(ListenerCertificates certificates, ListenerAuthorities authorities) {
        this.certificates = certificates;
        this.authorities = authorities;
    }

    Result of(GatewayListener listener) {
        Written tls = listener.tls();
        // A mode that there is not, which a cluster refuses to store, passes through as well.
        if (!tls.text("mode", "Terminate").equals("Terminate")) {
            String mode = autoPassthrough(listener) ? "AUTO_PASSTHROUGH" : "PASSTHROUGH";
            return new Result(cipherSuites(listener, settings(mode, tls.get("mode"), listener)), List.of(), List.of());
        }
        FieldRef options = tls.at().child("options");
        return switch (listener.tlsOption(TERMINATE_MODE)) {
            case "ISTIO_SIMPLE" -> new Result(mode("SIMPLE", options).with("credentialName", "builtin://", options), List.of(), List.of());
            case "ISTIO_MUTUAL" -> new Result(mode("ISTIO_MUTUAL", options), List.of(), List.of());
            case "MUTUAL" -> terminated(listener, mode("MUTUAL", options));
            case "OPTIONAL_MUTUAL" -> terminated(listener, mode("OPTIONAL_MUTUAL", options));
            default -> terminated(listener, settings("SIMPLE", tls.get("mode"), listener));
        };
    }

    private Result terminated(GatewayListener listener, Part settings) {
        ListenerCertificates.Result own = certificates.of(listener, settings);
        if (!own.fatal().isEmpty() || own.none()) {
            return new Result(own.settings(), own.fatal(), own.leftOut());
        }
        Written validation = frontend(listener).get("validation");
        if (validation.get("caCertificateRefs").elements().isEmpty()) {
            return new Result(cipherSuites(listener, own.settings()), List.of(), own.leftOut());
        }
        ListenerAuthorities.Result authority = authorities.of(listener, validation, own.settings());
        return new Result(cipherSuites(listener, clientMode(listener, authority.settings(), validation)), authority.fatal(), own.leftOut());
    }

    private static Part clientMode(GatewayListener listener, Part settings, Written validation) {
        String option = listener.tlsOption(TERMINATE_MODE);
        boolean optional = validation.text("mode").equals("AllowInsecureFallback");
        boolean asked = option.equals("MUTUAL") || option.equals("OPTIONAL_MUTUAL");
        Scalar unverified = new Scalar(Boolean.toString(optional && !asked), Scalar.Type.BOOLEAN, Mark.NONE);
        return settings.with("mode", asked ? option : optional ? "OPTIONAL_MUTUAL" : "MUTUAL", validation.at())
                .with("insecureSkipVerify", Part.of(unverified, validation.at()));
    }

    // What the Gateway asks of clients on the listener's port, else on every port.
    private static Written frontend(GatewayListener listener) {
        Written frontend = Written.spec(listener.gateway()).get("tls").get("frontend");
        return frontend.get("perPort").elements().stream()
                .filter(p -> listener.port().filter(port -> p.number("port", 0) == port).isPresent())
                .findFirst().map(p -> p.get("tls")).orElseGet(() -> frontend.get("default"));
    }

    private static Part settings(String mode, Written written, GatewayListener listener) {
        return mode(mode, written.isPresent() ? written.at() : listener.tls().at());
    }

    private static Part mode(String mode, FieldRef origin) {
        return Part.mapping(origin).with("mode", mode, origin);
    }

    // A listener for the traffic of other networks (serviceregistry/kube, IsAutoPassthrough).
    private static boolean autoPassthrough(GatewayListener listener) {
        var labels = listener.owner().labels();
        return listener.tlsOption(PROTOCOL).equals("auto-passthrough") || labels.containsKey("topology.istio.io/network")
                && listener.port().map(String::valueOf).filter(labels.getOrDefault("networking.istio.io/gatewayPort", "15443")::equals)
                        .isPresent();
    }

    private static Part cipherSuites(GatewayListener listener, Part settings) {
        String option = listener.tlsOption(CIPHER_SUITES);
        List<String> suites = Arrays.stream(option.split(",", -1)).map(String::strip).filter(CipherSuites::known).distinct().toList();
        return option.isEmpty() || suites.isEmpty() ? settings
                : settings.with("cipherSuites", Part.of(Node.of(suites), listener.tls().at().child("options")));
    }
}
