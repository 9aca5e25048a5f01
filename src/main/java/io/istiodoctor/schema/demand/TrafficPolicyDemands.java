package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.stream.Stream;

/** The trafficPolicy of a DestinationRule, of one of its subsets, or of one of its ports. */
final class TrafficPolicyDemands {
    private static final String[] PARTS = {"loadBalancer", "connectionPool", "outlierDetection", "tls"};
    private static final String[] MORE = {"portLevelSettings", "tunnel", "proxyProtocol", "retryBudget"};

    private TrafficPolicyDemands() {}

    static void judge(Place policy) {
        if (!policy.isPresent()) {
            return;
        }
        String[] all = Stream.concat(Stream.of(PARTS), Stream.of(MORE)).toArray(String[]::new);
        if (Stream.of(all).noneMatch(policy::has)) {
            policy.tell(Sort.NONE_OF, "", all);
        } else if (policy.has("tunnel") && policy.has("proxyProtocol")) {
            policy.get("proxyProtocol").tell(Sort.EXCLUDED, "tunnel");
        } else {
            parts(policy);
            policy.get("portLevelSettings").each().forEach(TrafficPolicyDemands::port);
            tunnel(policy.get("tunnel"));
            Demands.anyDuration(policy.get("retryBudget").get("budgetInterval"));
        }
    }

    private static void port(Place settings) {
        if (!settings.has("port")) {
            settings.get("port").tell(Sort.MISSING, "");
        }
        if (Stream.of(PARTS).noneMatch(settings::has)) {
            settings.tell(Sort.NONE_OF, "", PARTS);
        }
        parts(settings);
    }

    private static void parts(Place policy) {
        outliers(policy.get("outlierDetection"));
        ConnectionPoolDemands.judge(policy.get("connectionPool"));
        LoadBalancerDemands.judge(policy.get("loadBalancer"));
        tls(policy.get("tls"));
    }

    private static void tunnel(Place tunnel) {
        if (tunnel.isPresent()) {
            if (!tunnel.text("protocol").isEmpty()) {
                tunnel.get("protocol").oneOf("CONNECT", "POST");
            }
            Place host = tunnel.get("targetHost");
            host.form(Forms.isHost(host.text()) || Address.isIp(host.text()), "host-name");
            Demands.port(tunnel.get("targetPort"));
        }
    }

    private static void outliers(Place outliers) {
        Demands.duration(outliers.get("baseEjectionTime"));
        Demands.duration(outliers.get("interval"));
        if (!outliers.isTrue("splitExternalLocalOriginErrors") && outliers.get("consecutiveLocalOriginFailures").number() > 0) {
            outliers.get("consecutiveLocalOriginFailures").tell(Sort.EXCLUDED, "splitExternalLocalOriginErrors: false");
        }
        Demands.percent(outliers, "maxEjectionPercent");
        Demands.percent(outliers, "minHealthPercent");
    }

    private static void tls(Place tls) {
        String mode = tls.text("mode");
        boolean mutual = mode.equals("MUTUAL");
        if (tls.isTrue("insecureSkipVerify") && (mutual || mode.equals("SIMPLE"))) {
            Stream.of("caCertificates", "subjectAltNames", mutual ? "" : "credentialName").filter(f -> !f.isEmpty())
                    .forEach(f -> tls.without(f, "insecureSkipVerify"));
        }
        if ((mutual || mode.equals("SIMPLE")) && !tls.text("credentialName").isEmpty()) {
            List.of("clientCertificate", "caCertificates", "privateKey", "caCrl").forEach(f -> tls.without(f, "credentialName"));
        } else if (mutual) {
            tls.needs("clientCertificate");
            tls.needs("privateKey");
        }
    }
}
