package io.istiodoctor.mesh.policy;

import java.util.Optional;

/** {@code issuer/subject}, with a star in front or behind (requestPrincipalGenerator of Istio). */
final class RequestPrincipal {
    private RequestPrincipal() {}

    static boolean matches(String pattern, Optional<String> issuer, Optional<String> subject) {
        int slash = pattern.lastIndexOf('/');
        String iss = slash < 0 ? pattern : pattern.substring(0, slash);
        String sub = slash < 0 ? "" : pattern.substring(slash + 1);
        if (slash < 0 && pattern.startsWith("*")) {
            iss = "*";
            sub = pattern;
        } else if (slash < 0 && pattern.endsWith("*")) {
            sub = "*";
        } else if (!pattern.startsWith("*") && !pattern.endsWith("*")) {
            return issuer.filter(iss::equals).isPresent() && subject.filter(sub::equals).isPresent();
        } else if (pattern.startsWith("*")) {
            return holds(iss, issuer) && subject.filter(sub::equals).isPresent();
        } else {
            return issuer.filter(iss::equals).isPresent() && holds(sub, subject);
        }
        return holds(iss, issuer) && holds(sub, subject);
    }

    private static boolean holds(String pattern, Optional<String> text) {
        return text.filter(t -> TextPattern.matches(pattern, t)).isPresent();
    }
}
