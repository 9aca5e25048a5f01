package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The headless Service that istiod makes of an InferencePool (inferencepool_collection.go of Istio): a port for each of the pool's, of which the first
 * stands for all. Manifests come without it.
 */
public final class PoolService {
    /** The first of its ports, to which routes lead. */
    public static final long PORT = 54321;

    private static final String SEMANTICS = "internal.istio.io/service-semantics";
    private static final String SEPARATOR = "-ip-";
    private static final int LONGEST = 63;
    private static final int HASH = 8;

    private PoolService() {}

    /** Its name. */
    public static String name(String pool) {
        String hash = sha256(pool).substring(0, HASH);
        int room = LONGEST - SEPARATOR.length() - HASH;
        return (pool.length() > room ? pool.substring(0, room) : pool) + SEPARATOR + hash;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a Service is one of these. */
    static boolean isOne(Resource service) {
        return service.label(SEMANTICS).filter("inferencepool"::equals).isPresent();
    }

    /** Those that files lack, and that istiod makes. */
    static List<Resource> missing(Inventory inventory, MeshConfig config) {
        List<Resource> used = inventory.live() ? List.of() : InferencePool.used(inventory, config);
        Set<String> there = used.isEmpty() ? Set.of()
                : inventory.all(Kind.SERVICE).stream().map(s -> s.ref().qualifiedName()).collect(Collectors.toSet());
        return used.stream().map(PoolService::of).filter(s -> !there.contains(s.ref().qualifiedName())).toList();
    }

    private static Resource of(Resource pool) {
        String namespace = pool.ref().namespace();
        String name = name(pool.ref().name());
        Map<String, Object> labels = new HashMap<>(EndpointPicker.of(pool).labels());
        labels.put("istio.io/inferencepool-name", pool.ref().name());
        labels.put(SEMANTICS, "inferencepool");
        List<Object> ports = new ArrayList<>();
        List<Node> targets = pool.spec().get("targetPorts").elements();
        for (int i = 0; i < targets.size(); i++) {
            Map<String, Object> port = new HashMap<>(Map.of("name", "http-" + i, "protocol", "TCP", "port", PORT + i, "targetPort",
                    targets.get(i).get("number").number().orElse(0L)));
            pool.spec().get("appProtocol").text().ifPresent(p -> port.put("appProtocol", p));
            ports.add(port);
        }
        Map<String, Object> selector = new HashMap<>(Resource.texts(pool.spec().get("selector").get("matchLabels")));
        Map<String, Object> root = Map.of("apiVersion", "v1", "kind", "Service", "metadata",
                Map.of("name", name, "namespace", namespace, "labels", labels), "spec",
                Map.of("type", "ClusterIP", "clusterIP", "None", "selector", selector, "ports", ports));
        return new Resource(new ObjectRef("v1", "Service", namespace, name), (Mapping) Node.of(root), new Origin.Cluster());
    }
}
