package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.RegularExpression;

/** What a principal, {@code cluster.local/ns/shop/sa/web}, says of a client (srcNamespaceGenerator and its like in Istio). */
final class Identity {
    private Identity() {}

    /** @param pattern a namespace, with stars anywhere */
    static boolean inNamespace(String principal, String pattern) {
        StringBuilder expression = new StringBuilder(".*/ns/");
        String[] parts = pattern.split("\\*", -1);
        for (int i = 0; i < parts.length; i++) {
            expression.append(i == 0 ? "" : ".*").append(RegularExpression.quote(parts[i]));
        }
        return RegularExpression.of(expression.append("/.*").toString()).matches("spiffe://" + principal);
    }

    /** @param account a name, or {@code namespace/name} */
    static boolean ofAccount(String principal, String account, String namespace) {
        int slash = account.indexOf('/');
        String in = slash < 0 ? namespace : account.substring(0, slash);
        String expression = ".+/ns/" + RegularExpression.quote(in) + "/(.+/|)sa/" + RegularExpression.quote(account.substring(slash + 1))
                + "(/.+)?";
        return RegularExpression.of(expression).matches(principal);
    }

    /** @param pattern a trust domain, with one star */
    static boolean inTrustDomain(String principal, String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return principal.startsWith(pattern + "/");
        }
        String expression = RegularExpression.quote(pattern.substring(0, star)) + "[^/]*"
                + RegularExpression.quote(pattern.substring(star + 1)) + "/.*";
        return pattern.equals("*") || RegularExpression.of(expression).matches(principal);
    }
}
