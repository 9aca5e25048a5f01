package io.istiodoctor.source;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Secrets of manifests. That one is not among them proves nothing, unless the input is the whole cluster. */
final class ManifestSecrets implements Secrets {
    private final Map<Name, Resource> secrets = new HashMap<>();
    private final boolean complete;

    ManifestSecrets(List<Resource> resources, boolean complete) {
        this.complete = complete;
        for (Resource resource : resources) {
            if (resource.ref().known().filter(Kind.SECRET::equals).isPresent()) {
                secrets.put(new Name(resource.ref().namespace(), resource.ref().name()), resource);
            }
        }
    }

    @Override
    public Lookup find(Name name) {
        Resource secret = secrets.get(name);
        if (secret != null) {
            return new Lookup.Found(withStringData(secret));
        }
        return complete ? new Lookup.Missing() : new Lookup.Unknown(
                "the input has no Secret %s/%s, but the cluster may have it".formatted(name.namespace(), name.name()));
    }

    /** The Secret as the API server keeps it: {@code stringData} encoded and written over {@code data}. */
    private static Resource withStringData(Resource secret) {
        if (!(secret.root().get("stringData") instanceof Mapping plain)) {
            return secret;
        }
        Node encoded = secret.root().get("data");
        Map<String, Node> data = new LinkedHashMap<>(encoded.fields());
        Map<String, Mark> keys = new LinkedHashMap<>(encoded instanceof Mapping mapping ? mapping.keys() : Map.of());
        plain.fields().forEach((key, value) -> {
            data.put(key, new Scalar(encode(value.text().orElse("")), Scalar.Type.STRING, value.mark()));
            keys.put(key, plain.key(key));
        });
        Map<String, Node> fields = new LinkedHashMap<>(secret.root().fields());
        fields.remove("stringData");
        fields.put("data", new Mapping(Collections.unmodifiableMap(data), Collections.unmodifiableMap(keys), plain.mark()));
        return new Resource(secret.ref(),
                new Mapping(Collections.unmodifiableMap(fields), secret.root().keys(), secret.root().mark()),
                secret.origin());
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
