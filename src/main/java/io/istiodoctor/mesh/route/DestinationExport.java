package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.mesh.service.RegistryHost;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether what carries a destination's host is exported to the namespaces of the proxies that route there. */
public final class DestinationExport {
    private final List<String> hiddenFrom;
    private final boolean fromGateway;
    private final List<String> exportTo;
    private final String unknown;
    private final Certainty absence;

    private DestinationExport(List<String> hiddenFrom, boolean fromGateway, List<String> exportTo, String unknown, Certainty absence) {
        this.hiddenFrom = hiddenFrom;
        this.fromGateway = fromGateway;
        this.exportTo = exportTo;
        this.unknown = unknown;
        this.absence = absence;
    }

    /** The mesh's view of exportTo, and why its defaults are not known; an empty text when they are. */
    record Rules(Visibility visibility, String unknownDefaults) {
        /**
         * @param gateways namespaces of gateway pods that route to the carriers
         * @param mesh namespaces of other proxies that do
         * @param absence what it means that nothing is exported to them
         */
        DestinationExport of(List<RegistryHost> carriers, List<String> gateways, List<String> mesh, Certainty absence) {
            Predicate<String> hidden = namespace -> !carriers.isEmpty() && carriers.stream()
                    .noneMatch(c -> visibility.visible(kind(c), ((Subject) c).resource(), namespace));
            List<String> hiddenFrom = Stream.concat(gateways.stream(), mesh.stream()).distinct().filter(hidden).toList();
            boolean defaulted = carriers.stream().anyMatch(c -> !visibility.written(kind(c), ((Subject) c).resource()));
            boolean asked = !gateways.isEmpty() || !mesh.isEmpty();
            List<String> exportTo = carriers.stream().limit(1)
                    .flatMap(c -> visibility.exportTo(kind(c), ((Subject) c).resource()).stream()).toList();
            return new DestinationExport(hiddenFrom, gateways.stream().anyMatch(hidden), exportTo,
                    hiddenFrom.isEmpty() && defaulted && asked ? unknownDefaults : "", absence);
        }

        private static Kind kind(RegistryHost carrier) {
            return carrier instanceof Service ? Kind.SERVICE : Kind.SERVICE_ENTRY;
        }
    }

    /** Namespaces of proxies that route there and know nothing of the host; each once. */
    @SeenByRules(certainty = "absence", absentWhenTrue = true)
    public List<String> hiddenFrom() {
        return hiddenFrom;
    }

    /** What it means that the proxies know nothing of it: certain, or inferred where ServiceEntries or the gateway's pods are not known. */
    @SeenByRules
    public Certainty absence() {
        return absence;
    }

    /** Whether gateway pods are among those that know nothing of it. */
    @SeenByRules
    public boolean hiddenFromGateway() {
        return fromGateway;
    }

    /** Where it is exported to, as written or by default. */
    @SeenByRules
    public List<String> exportTo() {
        return exportTo;
    }

    /** {@link #exportTo()} with the namespaces that lack it. */
    @SeenByRules
    public List<String> mended() {
        return Stream.concat(exportTo.stream().filter(n -> !n.equals("~")), hiddenFrom.stream()).toList();
    }

    /** {@link #mended()} as the annotation of a Service writes it. */
    @SeenByRules
    public String mendedText() {
        return String.join(",", mended());
    }

    /** Why it is not known where it is exported to; empty when it is, or when nobody routes there. */
    @SeenByRules
    public String unknown() {
        return unknown;
    }
}
