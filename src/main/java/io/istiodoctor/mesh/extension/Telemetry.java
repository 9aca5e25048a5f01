package io.istiodoctor.mesh.extension;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A provider that a Telemetry names, or where it names none, what it is for. */
public final class Telemetry implements Subject {
    private static final Set<String> DEPRECATED = Set.of("lightstep", "opencensus");
    private static final List<String> SECTIONS = List.of("tracing", "metrics", "accessLogging");
    private static final Map<String, String> BUILT_IN = Map.of("envoy", "envoyFileAccessLog", "prometheus", "prometheus", "stackdriver",
            "stackdriver");

    private final Resource resource;
    private final String path;
    private final String section;
    private final String provider;
    private final Providers providers;
    private final boolean disabled;

    /** What the mesh's configuration says of providers. */
    private record Providers(Map<String, String> kinds, Set<String> byDefault, boolean configured) {}

    private Telemetry(Resource resource, String path, String section, String provider, boolean disabled, Providers providers) {
        this.resource = resource;
        this.path = path;
        this.section = section;
        this.provider = provider;
        this.disabled = disabled;
        this.providers = providers;
    }

    /** Every mention of a provider in some Telemetries, and every section without one. */
    public static List<Telemetry> of(List<Resource> telemetries, MeshConfig config) {
        Map<String, String> kinds = new HashMap<>(BUILT_IN);
        config.mesh().get("extensionProviders").elements().forEach(
                p -> p.fields().keySet().stream().filter(f -> !f.equals("name")).findFirst()
                        .ifPresent(kind -> kinds.put(p.text("name"), kind)));
        Set<String> byDefault = Set
                .copyOf(SECTIONS.stream().filter(s -> !config.mesh().get("defaultProviders").get(s).elements().isEmpty()).toList());
        Providers providers = new Providers(kinds, byDefault, config.mesh().isPresent());
        List<Telemetry> all = new ArrayList<>();
        for (Resource telemetry : telemetries) {
            SECTIONS.forEach(s -> collect(telemetry, s, providers, all));
        }
        return all;
    }

    private static void collect(Resource telemetry, String section, Providers providers, List<Telemetry> all) {
        List<Node> entries = telemetry.spec().get(section).elements();
        for (int i = 0; i < entries.size(); i++) {
            String path = "spec." + section + "[" + i + "]";
            boolean disabled = entries.get(i).get("disabled").isTrue() || entries.get(i).get("disableSpanReporting").isTrue();
            List<Node> named = entries.get(i).get("providers").elements();
            for (int j = 0; j < named.size(); j++) {
                all.add(new Telemetry(telemetry, path + ".providers[" + j + "].name", section, named.get(j).text("name"), disabled,
                        providers));
            }
            if (named.isEmpty()) {
                all.add(new Telemetry(telemetry, path, section, "", disabled, providers));
            }
        }
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String path() {
        return path;
    }

    /** What it is about: tracing, metrics or accessLogging. */
    @SeenByRules
    public String section() {
        return section;
    }

    /** The provider that it names; empty when it names none. */
    @SeenByRules
    public String provider() {
        return provider;
    }

    /** Whether it switches something off, for which no provider is needed. */
    @SeenByRules
    public boolean disabled() {
        return disabled;
    }

    /** Whether the mesh's configuration has such a provider, or Istio brings it; yes when none is named. */
    @SeenByRules
    public boolean known() {
        return provider.isEmpty() || providers.kinds.containsKey(provider);
    }

    /** Whether the mesh's configuration names a default provider for what it is about. */
    @SeenByRules
    public boolean byDefault() {
        return providers.byDefault.contains(section);
    }

    /** What kind of provider it is, as the mesh's configuration calls it; empty when that is not known. */
    @SeenByRules
    public String providerKind() {
        return providers.kinds.getOrDefault(provider, "");
    }

    /** Whether Istio has given providers of this kind up. */
    @SeenByRules
    public boolean deprecated() {
        return DEPRECATED.contains(providerKind());
    }

    /** Why providers are not known; empty when the mesh's configuration was read. */
    @SeenByRules
    public String unknown() {
        return providers.configured ? "" : "the mesh's configuration (ConfigMap istio) is not part of the input";
    }
}
