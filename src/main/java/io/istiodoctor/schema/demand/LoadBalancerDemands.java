package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a destination's endpoints share requests. */
final class LoadBalancerDemands {
    private static final long LARGEST_TABLE = 5_000_011;
    private static final Set<String> TOPOLOGY = Set.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone",
            "topology.istio.io/subzone");

    private LoadBalancerDemands() {}

    static void judge(Place balancer) {
        hash(balancer.get("consistentHash"));
        if (balancer.has("localityLbSetting") && balancer.has("zoneAwareLbSetting")) {
            balancer.get("zoneAwareLbSetting").tell(Sort.EXCLUDED, "localityLbSetting");
        }
        locality(balancer.get("localityLbSetting"));
        Place zones = balancer.get("zoneAwareLbSetting");
        zones.get("failoverPriority").each().stream().filter(p -> TOPOLOGY.contains(p.text()))
                .forEach(p -> p.tell(Sort.EXCLUDED, "zoneAwareLbSetting"));
        zones.get("failover").each().forEach(LoadBalancerDemands::failover);
        Place warmup = balancer.get("warmup");
        if (warmup.isPresent()) {
            warmup.needs("duration");
            Demands.duration(warmup.get("duration"));
            if (warmup.fraction("minimumPercent") > 100) {
                warmup.get("minimumPercent").tell(Sort.TOO_LARGE, "100");
            }
            if (warmup.has("aggression") && warmup.fraction("aggression") <= 0) {
                warmup.get("aggression").tell(Sort.TOO_SMALL, "1");
            }
        }
        Demands.anyDuration(balancer.get("warmupDurationSecs"));
    }

    private static void hash(Place hash) {
        Place cookie = hash.get("httpCookie");
        if (cookie.isPresent()) {
            cookie.needs("name");
            Demands.anyDuration(cookie.get("ttl"));
            Set<String> names = new HashSet<>();
            for (Place attribute : cookie.get("attributes").each()) {
                attribute.needs("name");
                if (!attribute.text("name").isEmpty() && !names.add(attribute.text("name"))) {
                    attribute.get("name").tell(Sort.DUPLICATE, "");
                }
            }
        }
        if (hash.get("minimumRingSize").number() != 0 && (hash.has("ringHash") || hash.has("maglev"))) {
            hash.get("minimumRingSize").tell(Sort.EXCLUDED, hash.has("maglev") ? "maglev" : "ringHash");
        }
        if (hash.has("maglev")) {
            Place size = hash.get("maglev").get("tableSize");
            if (size.number() >= LARGEST_TABLE) {
                size.tell(Sort.TOO_LARGE, Long.toString(LARGEST_TABLE - 1));
            } else {
                size.form(size.number() > 0 && (size.number() < 4 || BigInteger.valueOf(size.number()).isProbablePrime(50)),
                        "prime-number");
            }
        }
    }

    private static void locality(Place setting) {
        Place failover = setting.get("failover");
        if (!setting.get("distribute").isEmpty() && !failover.isEmpty()) {
            failover.tell(Sort.EXCLUDED, "distribute");
            return;
        }
        if (!failover.isEmpty()) {
            setting.get("failoverPriority").each().stream().filter(p -> TOPOLOGY.contains(p.text()))
                    .forEach(p -> p.tell(Sort.EXCLUDED, "failover"));
        }
        Localities from = new Localities();
        for (Place distribution : setting.get("distribute").each()) {
            distribution.get("from").form(from.takes(distribution.text("from")), "locality");
            shares(distribution.get("to"));
        }
        failover.each().forEach(LoadBalancerDemands::failover);
    }

    private static void shares(Place to) {
        long sum = 0;
        Localities localities = new Localities();
        for (var share : to.entries().entrySet()) {
            long weight = share.getValue().number();
            if (weight < 1 || weight > 100) {
                share.getValue().tell(weight < 1 ? Sort.TOO_SMALL : Sort.TOO_LARGE, weight < 1 ? "1" : "100");
                return;
            }
            sum += weight;
            share.getValue().keyForm(localities.takes(share.getKey()), "locality");
        }
        if (sum != 100) {
            to.tell(Sort.WRONG_SUM, "100");
        }
    }

    private static void failover(Place failover) {
        if (failover.text("from").equals(failover.text("to"))) {
            failover.get("to").tell(Sort.DUPLICATE, "from");
        }
        for (String field : List.of("from", "to")) {
            failover.get(field).form(!failover.text(field).contains("/") && !failover.text(field).contains("*"), "region");
        }
    }
}
