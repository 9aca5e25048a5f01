package io.istiodoctor.cluster;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** JSON for tests: from nodes, from YAML, and to the resources that the reader would make of it. */
final class Json {
    private Json() {}

    static JsonElement of(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                JsonObject object = new JsonObject();
                mapping.fields().forEach((name, value) -> object.add(name, of(value)));
                yield object;
            }
            case Sequence sequence -> {
                JsonArray array = new JsonArray();
                sequence.elements().forEach(e -> array.add(of(e)));
                yield array;
            }
            case Scalar s when s.type() == Scalar.Type.NULL -> JsonNull.INSTANCE;
            case Scalar s when s.type() == Scalar.Type.NUMBER -> new JsonPrimitive(new LazilyParsedNumber(s.value()));
            case Scalar s when s.type() == Scalar.Type.BOOLEAN -> new JsonPrimitive(s.isTrue());
            case Scalar s -> new JsonPrimitive(s.value());
            case Absent a -> JsonNull.INSTANCE;
        };
    }

    /** The documents of a YAML text. */
    static List<JsonObject> yaml(String text) {
        List<JsonObject> documents = new ArrayList<>();
        for (Object document : new Yaml().loadAll(text)) {
            if (document != null) {
                documents.add(new Gson().toJsonTree(document).getAsJsonObject());
            }
        }
        return documents;
    }

    static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    /** The documents of a YAML text as resources. */
    static List<Resource> resources(String yaml) {
        return yaml(yaml).stream().map(document -> {
            String apiVersion = document.get("apiVersion").getAsString();
            Kind kind = Kind.of(apiVersion, document.get("kind").getAsString()).orElseThrow();
            JsonAnswer in = new JsonAnswer(new ByteArrayInputStream(document.toString().getBytes(StandardCharsets.UTF_8)));
            return new ObjectReader(kind, apiVersion.substring(apiVersion.indexOf('/') + 1)).item(in);
        }).toList();
    }
}
