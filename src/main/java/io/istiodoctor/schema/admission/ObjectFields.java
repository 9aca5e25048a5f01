package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping as the rules of definitions see it, with the schema's defaults. A rule looks at few of the fields: each becomes a value when it does. */
final class ObjectFields extends AbstractMap<String, Object> {
    private final Optional<Schema> schema;
    private final Mapping mapping;

    /** @param schema of the mapping; empty where nothing is said of it */
    ObjectFields(Optional<Schema> schema, Mapping mapping) {
        this.schema = schema;
        this.mapping = mapping;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        if (!(name instanceof String field)) {
            return null;
        }
        Node value = value(field);
        return value.isPresent() ? ObjectValue.of(schema.flatMap(s -> s.listed(field).or(s::others)), value) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String field && value(field).isPresent();
    }

    private Node value(String field) {
        Node written = mapping.get(field);
        return written.isPresent() || schema.isEmpty() ? written : schema.get().listed(field).map(Schema::byDefault).orElse(written);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> all = new LinkedHashMap<>();
        mapping.fields().keySet().forEach(name -> put(name, all));
        schema.ifPresent(s -> s.names().forEach(name -> put(name, all)));
        return all.entrySet();
    }

    private void put(String name, Map<String, Object> all) {
        Object value = get(name);
        if (value != null) {
            all.putIfAbsent(name, value);
        }
    }
}
