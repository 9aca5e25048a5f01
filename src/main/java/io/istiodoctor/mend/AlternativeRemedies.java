package io.istiodoctor.mend;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rules that name several destinations, as for a canary or a way back: where one of them cannot answer, another takes its share. Whoever wrote the rule
 * meant each of them for these requests; what no rule names is never tried.
 */
final class AlternativeRemedies {
    private static final int COST = 4;
    /** What the destinations of one rule share. */
    private static final long ALL = 100;

    private final Site site;

    AlternativeRemedies(Site site) {
        this.site = site;
    }

    /** The other destinations of the rules that lead to a host. */
    Stream<Remedy> to(String host) {
        Stream<Remedy> istio = site.virtualServices().stream().map(v -> v.resource())
                .flatMap(o -> Stream.of("http", "tls", "tcp").flatMap(s -> rules(o, "spec." + s, "route", host)));
        return Stream.concat(istio, site.routes().stream().flatMap(o -> rules(o, "spec.rules", "backendRefs", host)));
    }

    private Stream<Remedy> rules(Resource owner, String section, String field, String host) {
        List<Node> rules = owner.spec().get(section.substring("spec.".length())).elements();
        return IntStream.range(0, rules.size()).boxed()
                .flatMap(i -> instead(owner, section + "[" + i + "]." + field, rules.get(i).get(field).elements(), host));
    }

    private Stream<Remedy> instead(Resource owner, String path, List<Node> destinations, String host) {
        List<String> hosts = destinations.stream().map(d -> host(owner, d)).toList();
        List<Remedy> all = new ArrayList<>();
        for (String other : hosts.contains(host) ? hosts.stream().filter(h -> named(h, host)).distinct().toList() : List.<String>of()) {
            Edits edits = Edits.of(owner);
            IntStream.range(0, hosts.size())
                    .forEach(i -> edits.set(path + "[" + i + "].weight", i == hosts.indexOf(other) ? ALL : 0L));
            all.add(new Remedy("Send to " + other + " instead of " + host + " by " + path.substring("spec.".length()) + " of " + owner.ref()
                    + ", which names both", edits.change(), COST));
        }
        return all.stream();
    }

    // Something else has that name, be it in another namespace; else nobody could tell what was meant.
    private boolean named(String other, String host) {
        return !other.equals(host) && site.world().mesh().services().stream()
                .anyMatch(s -> !s.host().equals(host) && (s.host().equals(other) || s.name().equals(other.split("\\.")[0])));
    }

    private String host(Resource owner, Node destination) {
        String namespace = owner.ref().namespace();
        Node istio = destination.get("destination");
        if (istio.isPresent()) {
            return site.world().mesh().directory().hostOf(istio.text("host"), namespace);
        }
        String own = destination.text("namespace");
        return site.world().mesh().directory().hostOfService(destination.text("name"), own.isEmpty() ? namespace : own);
    }
}
