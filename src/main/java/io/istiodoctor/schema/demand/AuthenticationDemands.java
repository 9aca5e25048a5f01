package io.istiodoctor.schema.demand;

import io.istiodoctor.model.Node;
import io.istiodoctor.schema.Sort;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.List;
import java.util.Set;

/** RequestAuthentication and PeerAuthentication. */
final class AuthenticationDemands {
    private AuthenticationDemands() {}

    static void peer(Place spec) {
        Place ports = spec.get("portLevelMtls");
        if (ports.isPresent() && spec.get("selector").get("matchLabels").isEmpty()) {
            ports.tell(Sort.EXCLUDED, "no selector");
        }
        ports.entries().forEach((port, mode) -> mode.keyForm(Forms.isPortText(port) && !port.matches("0+"), "port-number"));
        Demands.selector(spec.get("selector").get("matchLabels"));
    }

    static void request(Place spec) {
        TargetDemands.judge(spec);
        spec.get("jwtRules").each().forEach(AuthenticationDemands::jwt);
    }

    private static void jwt(Place rule) {
        for (String field : List.of("audiences", "fromParams", "fromCookies")) {
            rule.get(field).each().stream().filter(t -> t.text().isEmpty()).forEach(t -> t.tell(Sort.TOO_SHORT, "1"));
        }
        Place address = rule.get(rule.has("jwks_uri") ? "jwks_uri" : "jwksUri");
        if (rule.text("issuer").isEmpty() && address.text().isEmpty()) {
            rule.tell(Sort.NONE_OF, "", "issuer", "jwksUri");
        }
        if (!address.text().isEmpty()) {
            address.form(Forms.scheme(address.text()).filter(Set.of("http", "https")::contains).isPresent(), "url-of-http");
        }
        if (!rule.text("jwks").isEmpty()) {
            rule.get("jwks").form(isKeySet(rule.text("jwks")), "json-web-key-set");
        }
        rule.get("fromHeaders").each().forEach(h -> h.needs("name"));
        for (Place output : rule.get("outputClaimToHeaders").each()) {
            output.needs("header");
            output.needs("claim");
            output.get("header").form(output.text("header").isEmpty() || output.text("header").matches("[-_A-Za-z0-9]+"), "header-name");
        }
        Demands.duration(rule.get("timeout"));
    }

    // A set of keys, or one key; that the keys themselves are sound is not looked into.
    private static boolean isKeySet(String text) {
        if (!text.strip().startsWith("{")) {
            return false;
        }
        try {
            Node set = YamlReader.read("jwks.json", text).getFirst().root();
            return set.get("keys").isPresent() || set.get("kty").isPresent();
        } catch (SyntaxError none) {
            return false;
        }
    }
}
