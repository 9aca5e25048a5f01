package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.route.Delegation;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.route.VirtualServiceRule;
import java.util.List;
import java.util.stream.Stream;

/** Rules that hand requests on to a VirtualService which is not there, or not seen: the one that was meant. */
final class DelegateRemedies {
    private final Site site;

    DelegateRemedies(Site site) {
        this.site = site;
    }

    /** What makes the rules for the host hand requests on to where they were meant to. */
    Stream<Remedy> handedOn() {
        return site.virtualServices().stream().flatMap(v -> v.rules().stream())
                .flatMap(r -> r.delegation().stream().flatMap(d -> switch (d.problem()) {
                    case "missing" -> named(r, d);
                    case "hidden" -> d.delegate().flatMap(o -> new ImportRemedies(site).exported(o.resource(), r.namespace())).stream();
                    default -> Stream.empty();
                }));
    }

    private Stream<Remedy> named(VirtualServiceRule rule, Delegation wrong) {
        List<VirtualService> able = site.world().mesh().virtualServices().stream().filter(DelegateRemedies::able).toList();
        return able.stream().filter(v -> like(wrong.targetName(), v.name())).map(v -> named(rule, wrong, v, able));
    }

    private static boolean like(String written, String name) {
        return Nearest.name(written, List.of(name)).isPresent();
    }

    private static boolean able(VirtualService v) {
        return v.hosts().isEmpty() && !v.resource().spec().get("gateways").isPresent()
                && v.rules().stream().noneMatch(VirtualServiceRule::delegates);
    }

    private static Remedy named(VirtualServiceRule rule, Delegation wrong, VirtualService meant, List<VirtualService> able) {
        String path = rule.path() + ".delegate";
        Edits edits = Edits.of(rule.resource());
        if (!meant.name().equals(wrong.targetName())) {
            edits.set(path + ".name", meant.name());
        }
        if (!meant.namespace().equals(wrong.targetNamespace())) {
            edits.set(path + ".namespace", meant.namespace());
        }
        Remedy remedy = new Remedy("Hand requests on to " + meant.resource().ref() + " by " + rule.path().substring("spec.".length())
                + " of " + rule.resource().ref() + ", since there is no VirtualService " + wrong.target(), edits.change(),
                cost(wrong, meant, able));
        return meant.audience().includes(rule.namespace()) ? remedy : remedy.part();
    }

    // One mistake is likelier than two, and a name that only one has than one that several have.
    private static int cost(Delegation wrong, VirtualService meant, List<VirtualService> able) {
        boolean named = meant.name().equals(wrong.targetName());
        boolean placed = meant.namespace().equals(wrong.targetNamespace()) || like(wrong.targetNamespace(), meant.namespace());
        boolean alone = able.stream().filter(v -> v.name().equals(meant.name())).count() == 1;
        return named && (placed || alone) || placed && meant.namespace().equals(wrong.targetNamespace()) ? 1 : placed || named ? 2 : 3;
    }
}
