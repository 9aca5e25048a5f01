package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** AuthorizationPolicy. */
final class AuthorizationDemands {
    private static final List<String> IDENTITIES = List.of("principals", "requestPrincipals", "namespaces", "serviceAccounts",
            "trustDomains");
    private static final List<String> ADDRESSES = List.of("ipBlocks", "remoteIpBlocks");
    private static final List<String> OPERATION = List.of("ports", "methods", "paths", "hosts");
    private static final Set<String> NOT_FOR_CUSTOM = Set.of("source.namespace", "source.serviceAccount", "source.trustDomain",
            "source.principal");
    private static final Set<String> WITHOUT_VALUES = Set.of("source.namespace", "source.principal", "request.auth.principal",
            "request.auth.audiences",
            "request.auth.presenter", "connection.sni");
    private static final String[] KEYS = {"request.headers[...]", "source.ip", "remote.ip", "source.namespace", "source.principal",
            "source.serviceAccount",
            "source.trustDomain", "request.auth.principal", "request.auth.audiences", "request.auth.presenter", "request.auth.claims[...]",
            "destination.ip",
            "destination.port", "connection.sni", "experimental.envoy.filters...[...]"};
    private static final Pattern LITERAL = Pattern.compile("[a-zA-Z0-9-._~%!$&'()+,;:@=]+");

    private final boolean custom;

    private AuthorizationDemands(boolean custom) {
        this.custom = custom;
    }

    static void judge(Place object) {
        Place spec = object.get("spec");
        TargetDemands.judge(spec);
        String action = spec.text("action").isEmpty() ? "ALLOW" : spec.text("action");
        boolean custom = action.equals("CUSTOM");
        if ((custom || action.equals("DENY")) && !spec.has("rules")) {
            spec.get("rules").tell(Sort.MISSING, "");
        } else if (custom && spec.get("provider").text("name").isEmpty()) {
            spec.get("provider").tell(Sort.MISSING, "");
        }
        if (!custom && spec.has("provider")) {
            spec.get("provider").tell(Sort.EXCLUDED, "action " + action);
        }
        AuthorizationDemands demands = new AuthorizationDemands(custom);
        spec.get("rules").each().forEach(demands::rule);
        dryRun(object.get("metadata").get("annotations").get("istio.io/dry-run"), action);
    }

    private static void dryRun(Place dryRun, String action) {
        if (dryRun.isPresent() && !Set.of("ALLOW", "DENY").contains(action)) {
            dryRun.tell(Sort.EXCLUDED, "action " + action);
        } else if (dryRun.isPresent()) {
            dryRun.form(Set.of("1", "t", "true", "0", "f", "false").contains(dryRun.text().toLowerCase(Locale.ROOT)), "boolean");
        }
    }

    private void rule(Place rule) {
        rule.get("from").each().forEach(f -> part(f, "source", this::source));
        rule.get("to").each().forEach(t -> part(t, "operation", AuthorizationDemands::operation));
        rule.get("when").each().forEach(this::condition);
    }

    private interface Judgement {
        void judge(Place part);
    }

    private static void part(Place owner, String name, Judgement judgement) {
        if (owner.has(name)) {
            judgement.judge(owner.get(name));
        } else {
            owner.get(name).tell(Sort.MISSING, "");
        }
    }

    /** The field with the opposite meaning: notPorts of ports. */
    private static String not(String field) {
        return "not" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    }

    private void source(Place source) {
        List<String> all = Stream.concat(IDENTITIES.stream(), ADDRESSES.stream()).toList();
        if (all.stream().allMatch(f -> source.get(f).isEmpty() && source.get(not(f)).isEmpty())) {
            source.tell(Sort.NONE_OF, "", all.toArray(String[]::new));
        }
        boolean accounts = !source.get("serviceAccounts").isEmpty() || !source.get("notServiceAccounts").isEmpty();
        for (String field : all) {
            for (Place values : List.of(source.get(field), source.get(not(field)))) {
                if (!values.isEmpty() && (custom && IDENTITIES.contains(field))) {
                    values.tell(Sort.EXCLUDED, "action CUSTOM");
                } else if (accounts && !values.isEmpty() && Set.of("principals", "namespaces").contains(field)) {
                    values.tell(Sort.EXCLUDED, "serviceAccounts");
                }
                values(field, values);
            }
        }
    }

    private static void values(String field, Place values) {
        if (field.equals("serviceAccounts")) {
            accounts(values);
            return;
        }
        for (Place value : values.each()) {
            if (ADDRESSES.contains(field)) {
                Demands.subnet(value);
            } else if (field.equals("trustDomains")) {
                value.form(isPattern(value.text()) && !value.text().contains("/"), "trust-domain");
            } else if (value.text().isEmpty()) {
                value.tell(Sort.TOO_SHORT, "1");
            } else if (field.equals("ports")) {
                value.form(Forms.isPortText(value.text()), "port-number");
            } else if (field.equals("paths")) {
                value.form(isPath(value.text()), "path-or-template");
            }
        }
    }

    private static boolean isPattern(String text) {
        int asterisk = text.indexOf('*');
        return !text.isEmpty() && (asterisk < 0 || asterisk == text.lastIndexOf('*') && (asterisk == 0 || asterisk == text.length() - 1));
    }

    private static void accounts(Place accounts) {
        if (accounts.texts().size() > 16) {
            accounts.tell(Sort.TOO_LONG, "16");
        }
        for (Place account : accounts.each()) {
            String[] parts = account.text().split("/", -1);
            account.form(parts.length <= 2 && !parts[0].isEmpty() && !parts[parts.length - 1].isEmpty() && !account.text().contains("*")
                    && account.text().length() <= 320, "service-account");
        }
    }

    private static void operation(Place operation) {
        if (OPERATION.stream().allMatch(f -> operation.get(f).isEmpty() && operation.get(not(f)).isEmpty())) {
            operation.tell(Sort.NONE_OF, "", OPERATION.toArray(String[]::new));
        }
        for (String field : OPERATION) {
            values(field, operation.get(field));
            values(field, operation.get(not(field)));
        }
    }

    private static boolean isPath(String path) {
        boolean template = path.contains("{*}") || path.contains("{**}");
        boolean rest = false;
        for (String part : path.replaceAll("^/+|/+$", "").split("/", -1)) {
            boolean one = part.equals("{*}");
            boolean any = part.equals("{**}");
            boolean plain = part.indexOf('{') < 0 && part.indexOf('}') < 0 && (!template || LITERAL.matcher(part).matches());
            if ((one || any) && rest || !one && !any && !plain) {
                return false;
            }
            rest |= any;
        }
        return true;
    }

    private void condition(Place condition) {
        Place key = condition.get("key");
        String name = key.text();
        if (custom && (NOT_FOR_CUSTOM.contains(name) || name.startsWith("request.auth."))) {
            key.tell(Sort.EXCLUDED, "action CUSTOM");
        }
        if (name.isEmpty()) {
            key.tell(Sort.MISSING, "");
        } else if (condition.get("values").isEmpty() && condition.get("notValues").isEmpty()) {
            condition.tell(Sort.NONE_OF, "", "values", "notValues");
        } else {
            for (Place values : List.of(condition.get("values"), condition.get("notValues"))) {
                values.each().stream().filter(v -> v.text().isEmpty()).forEach(v -> v.tell(Sort.TOO_SHORT, "1"));
            }
            known(key, condition);
        }
    }

    private static void known(Place key, Place condition) {
        String name = key.text();
        List<Place> values = List.of(condition.get("values"), condition.get("notValues"));
        if (Set.of("source.ip", "remote.ip", "destination.ip").contains(name)) {
            values.forEach(v -> v.each().forEach(Demands::subnet));
        } else if (name.equals("destination.port")) {
            values.forEach(v -> v.each().forEach(p -> p.form(Forms.isPortText(p.text()), "port-number")));
        } else if (name.equals("source.serviceAccount")) {
            values.forEach(AuthorizationDemands::accounts);
        } else if (name.equals("source.trustDomain")) {
            values.forEach(v -> v.each().forEach(d -> d.form(isPattern(d.text()), "trust-domain")));
        } else if (name.startsWith("request.headers") || name.startsWith("request.auth.claims")
                || name.startsWith("experimental.envoy.filters.")) {
            int open = name.indexOf('[');
            key.form(name.endsWith("]") && open > 0 && open < name.length() - 2, "key-with-brackets");
        } else if (!WITHOUT_VALUES.contains(name)) {
            key.tell(Sort.NO_CHOICE, "", KEYS);
        }
    }
}
