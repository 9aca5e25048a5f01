package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.GoDuration;
import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.Set;

/** A rule of a VirtualService for HTTP. */
final class HttpRouteDemands {
    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path", ":status");
    private static final Set<String> RETRY_ON = Set.of("5xx", "gateway-error", "reset", "reset-before-request", "connect-failure",
            "retriable-4xx",
            "refused-stream", "retriable-status-codes", "retriable-headers", "envoy-ratelimited", "http3-post-connect-failure", "cancelled",
            "deadline-exceeded", "internal", "resource-exhausted", "unavailable");
    /** The statuses that HTTP's registry has a name for. */
    private static final Set<String> STATUSES = Set.of("100", "101", "102", "103", "200", "201", "202", "203", "204", "205", "206", "207",
            "208", "226",
            "300", "301", "302", "303", "304", "305", "307", "308", "400", "401", "402", "403", "404", "405", "406", "407", "408", "409",
            "410", "411",
            "412", "413", "414", "415", "416", "417", "418", "421", "422", "423", "424", "425", "426", "428", "429", "431", "451", "500",
            "501", "502",
            "503", "504", "505", "506", "507", "508", "510", "511");

    private HttpRouteDemands() {}

    static void judge(Place route, boolean ofDelegate) {
        conflicts(route, ofDelegate);
        route.get("match").each().forEach(HttpRouteDemands::match);
        HeaderDemands.judge(route.get("headers"));
        for (Place destination : route.get("route").each()) {
            HeaderDemands.judge(destination.get("headers"));
        }
        VirtualServiceDemands.weighted(route.get("route"));
        cors(route.get("corsPolicy"));
        if (route.has("fault")) {
            FaultDemands.judge(route.get("fault"));
        }
        mirrors(route);
        redirect(route);
        if (route.has("directResponse")) {
            FaultDemands.status(route.get("directResponse").get("status"));
        }
        if (route.has("retries")) {
            retries(route.get("retries"));
        }
        if (route.has("rewrite")) {
            rewrite(route.get("rewrite"));
        }
        HeaderDemands.authorityOnce(route);
        Demands.duration(route.get("timeout"));
    }

    private static void conflicts(Place route, boolean ofDelegate) {
        if (route.has("delegate") && !ofDelegate) {
            for (String other : List.of("redirect", "route")) {
                if (route.has(other)) {
                    route.get(other).tell(Sort.EXCLUDED, "delegate");
                }
            }
            return;
        }
        if (route.has("delegate")) {
            route.get("delegate").tell(Sort.EXCLUDED, "no hosts, as in a delegate");
        }
        String answer = route.has("redirect") ? "redirect" : route.has("directResponse") ? "directResponse" : "";
        if (!answer.isEmpty()) {
            for (String other : List.of("route", "fault", "rewrite", "directResponse")) {
                boolean there = other.equals("route") ? !route.get(other).isEmpty() : route.has(other);
                if (there && !other.equals(answer)) {
                    route.get(other).tell(Sort.EXCLUDED, answer);
                }
            }
        } else if (route.get("route").isEmpty()) {
            route.tell(Sort.NONE_OF, "", "route", "redirect", "directResponse", "delegate");
        }
        if (route.has("mirror") && !route.get("mirrors").isEmpty()) {
            route.get("mirrors").tell(Sort.EXCLUDED, "mirror");
        }
    }

    private static void match(Place match) {
        match.get("headers").entries().forEach((name, value) -> {
            header(name, value);
            text(value, false);
        });
        match.get("withoutHeaders").entries().forEach((name, value) -> {
            header(name, value);
            if (!value.text("regex").equals("*")) {
                text(value, false);
            }
        });
        text(match.get("uri"), true);
        List.of("scheme", "method", "authority").forEach(f -> text(match.get(f), false));
        match.get("queryParams").entries().values().forEach(v -> text(v, false));
        Demands.optionalPort(match.get("port"));
        Demands.labels(match.get("sourceLabels"));
        VirtualServiceDemands.gateways(match.get("gateways"));
        if (!match.text("sourceNamespace").isEmpty()) {
            match.get("sourceNamespace").form(Forms.isLabel(match.text("sourceNamespace")), "namespace");
        }
    }

    private static void header(String name, Place value) {
        value.keyForm(VirtualServiceDemands.isClaim(name) || PSEUDO.contains(name) || Forms.isHeader(name), "header-name");
    }

    private static void text(Place match, boolean emptyPrefix) {
        if (match.has("regex")) {
            regex(match.get("regex"));
        } else if (match.has("prefix") && match.text("prefix").isEmpty() && !emptyPrefix) {
            match.get("prefix").tell(Sort.MISSING, "");
        }
    }

    private static void regex(Place regex) {
        if (!Forms.isRegex(regex.text())) {
            regex.tell(Sort.REGEX, "");
        }
    }

    private static void cors(Place policy) {
        for (Place origin : policy.get("allowOrigins").each()) {
            if (origin.text("exact").isEmpty() && origin.text("prefix").isEmpty() && origin.text("regex").isEmpty()) {
                origin.tell(Sort.NONE_OF, "", "exact", "prefix", "regex");
            } else {
                text(origin, true);
            }
        }
        policy.get("allowMethods").each()
                .forEach(m -> m.oneOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"));
        for (String field : List.of("allowHeaders", "exposeHeaders")) {
            policy.get(field).each().forEach(h -> h.form(h.text().equals("*") || Forms.isHeader(h.text()), "header-name"));
        }
        Place age = policy.get("maxAge");
        Demands.duration(age);
        if (age.isPresent()) {
            age.form(GoDuration.nanoseconds(age.text()).filter(n -> n % 1_000_000_000 != 0).isEmpty(),
                    "duration-of-whole-seconds");
        }
    }

    private static void mirrors(Place route) {
        Demands.percent(route.get("mirrorPercentage"), "value");
        if (route.get("mirrorPercent").number() > 100) {
            route.get("mirrorPercent").tell(Sort.TOO_LARGE, "100");
        }
        if (route.has("mirror")) {
            VirtualServiceDemands.destination(route.get("mirror"));
        }
        for (Place mirror : route.get("mirrors").each()) {
            if (!mirror.has("destination")) {
                mirror.get("destination").tell(Sort.MISSING, "");
            } else {
                VirtualServiceDemands.destination(mirror.get("destination"));
                Demands.percent(mirror.get("percentage"), "value");
            }
        }
    }

    private static void redirect(Place route) {
        Place redirect = route.get("redirect");
        if (!redirect.isPresent()) {
            return;
        }
        if (!redirect.text("uri").isEmpty()) {
            redirect.without("prefixRewrite", "uri");
        }
        if (!redirect.text("prefixRewrite").isEmpty()) {
            route.get("match").each().stream().filter(m -> m.has("uri") && !m.get("uri").has("prefix"))
                    .forEach(m -> m.get("uri").tell(Sort.EXCLUDED, "redirect.prefixRewrite"));
        }
        boolean says = redirect.has("port") || redirect.has("derivePort")
                || List.of("uri", "prefixRewrite", "authority", "scheme").stream().anyMatch(f -> !redirect.text(f).isEmpty());
        if (!says) {
            redirect.tell(Sort.NONE_OF, "", "uri", "prefixRewrite", "authority", "scheme", "port", "derivePort");
            return;
        }
        long code = redirect.get("redirectCode").number();
        if (code != 0 && code < 300) {
            redirect.get("redirectCode").tell(Sort.TOO_SMALL, "300");
        } else if (code > 399) {
            redirect.get("redirectCode").tell(Sort.TOO_LARGE, "399");
        }
        if (!redirect.text("scheme").isEmpty()) {
            redirect.get("scheme").oneOf("http", "https");
        }
        Demands.optionalPort(redirect.get("port"));
    }

    private static void retries(Place retries) {
        Demands.notNegative(retries, "attempts");
        if (retries.get("attempts").number() == 0) {
            for (String field : List.of("perTryTimeout", "retryOn", "retryRemoteLocalities")) {
                retries.without(field, "attempts of 0");
            }
        }
        Demands.duration(retries.get("perTryTimeout"));
        Demands.duration(retries.get("backoff"));
        Place on = retries.get("retryOn");
        if (!on.text().isEmpty()) {
            List.of(on.text().split(",", -1)).stream().filter(p -> !RETRY_ON.contains(p) && !STATUSES.contains(p)).findFirst()
                    .ifPresent(p -> on.tell(Sort.NO_CHOICE, p, RETRY_ON.toArray(String[]::new)));
        }
    }

    private static void rewrite(Place rewrite) {
        Place regex = rewrite.get("uriRegexRewrite");
        if (!rewrite.text("uri").isEmpty() && regex.isPresent()) {
            regex.tell(Sort.EXCLUDED, "uri");
        } else if (rewrite.text("uri").isEmpty() && !regex.isPresent() && rewrite.text("authority").isEmpty()) {
            rewrite.tell(Sort.NONE_OF, "", "uri", "uriRegexRewrite", "authority");
        } else if (regex.isPresent()) {
            regex.needs("match");
            regex.needs("rewrite");
            if (!regex.text("match").isEmpty()) {
                regex(regex.get("match"));
            }
        }
    }
}
