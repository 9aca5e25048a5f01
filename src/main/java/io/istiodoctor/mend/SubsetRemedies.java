package io.istiodoctor.mend;

import io.istiodoctor.mend.DestinationRemedies.Target;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.trace.Obstacle.NoCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Subsets that no DestinationRule defines: another, or a definition. */
final class SubsetRemedies {
    private final Site site;
    private final NoCluster met;
    private final String subset;

    SubsetRemedies(Site site, NoCluster met) {
        this.site = site;
        this.met = met;
        this.subset = met.share().cluster().subset();
    }

    Stream<Remedy> all(Target target) {
        List<Remedy> all = new ArrayList<>();
        List<String> offered = met.missing().offered();
        Optional<String> near = Nearest.name(subset, offered);
        offered.forEach(
                o -> all.add(new Remedy("Send to subset " + o + " in " + target.owner().ref() + ", since there is no subset " + subset,
                        Edits.of(target.owner()).set(target.field().path() + ".subset", o).change(),
                        near.filter(o::equals).isPresent() ? 1 : 2)));
        site.world().all(Kind.DESTINATION_RULE).stream().filter(this::defines)
                .forEach(d -> new ImportRemedies(site).exported(d, met.proxy().namespace()).ifPresent(all::add));
        labels().ifPresent(labels -> all.add(defined(labels)));
        all.add(new Remedy("Send to all pods of the Service in " + target.owner().ref() + ", since there is no subset " + subset,
                Edits.of(target.owner()).remove(target.field().path() + ".subset").change(), 3));
        return all.stream();
    }

    private boolean defines(Resource rule) {
        return isForHost(rule) && rule.spec().get("subsets").elements().stream().anyMatch(s -> s.text("name").equals(subset));
    }

    private boolean isForHost(Resource rule) {
        return site.world().mesh().directory().hostOf(rule.spec().text("host"), rule.ref().namespace())
                .equals(met.share().cluster().host());
    }

    /** The label of the Service's pods that has the subset's name for its value. */
    private Optional<Map<String, Object>> labels() {
        return met.missing().service().flatMap(RegistryService::kubernetes).stream().map(Service::workloads).flatMap(List::stream)
                .flatMap(w -> w.labels().entrySet().stream()).filter(e -> e.getValue().equals(subset)).findFirst()
                .map(e -> Map.of(e.getKey(), e.getValue()));
    }

    private Remedy defined(Map<String, Object> labels) {
        String host = met.share().cluster().host();
        Map<String, Object> definition = Edits.fields("name", subset, "labels", labels);
        Optional<Resource> rule = site.world().all(Kind.DESTINATION_RULE).stream().filter(this::isForHost).findFirst();
        if (rule.isPresent()) {
            return new Remedy("Define subset " + subset + " in " + rule.get().ref(),
                    Edits.of(rule.get()).append("spec.subsets", definition).change(), 2);
        }
        String namespace = met.missing().service().map(RegistryService::namespace).orElse(met.proxy().namespace());
        ObjectRef ref = new ObjectRef("networking.istio.io/v1", "DestinationRule", namespace, host.split("\\.")[0]);
        return new Remedy("Define subset " + subset + " in a DestinationRule for " + host,
                new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(),
                        "metadata", Edits.fields("name", ref.name(), "namespace", namespace), "spec",
                        Edits.fields("host", host, "subsets", List.of(definition)))),
                3);
    }
}
