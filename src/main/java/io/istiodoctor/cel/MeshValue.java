package io.istiodoctor.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.StructValue;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.vocabulary.Vocabulary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An object of the mesh while an expression looks at it; its fields are read when they are asked for. */
final class MeshValue extends StructValue<String, Object> {
    /** Wraps what the mesh returns for CEL. */
    static final CelValueConverter CONVERTER = new CelValueConverter() {
        @Override
        public Object toRuntimeValue(Object value) {
            return switch (value) {
                case List<?> list -> list.stream().map(this::toRuntimeValue).toList();
                case Optional<?> optional -> optional.map(this::toRuntimeValue);
                case Certainty certainty -> certainty;
                case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
                case Integer number -> number.longValue();
                case Object o when Vocabulary.isType(o.getClass()) -> new MeshValue(o);
                default -> super.toRuntimeValue(value);
            };
        }
    };

    private static final Map<Class<?>, Map<String, MethodHandle>> ACCESSORS = new ConcurrentHashMap<>();

    private final Object value;

    MeshValue(Object value) {
        this.value = value;
    }

    @Override
    public Object value() {
        return value;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(MeshTypes.nameOf(value.getClass()));
    }

    @Override
    public Object select(String field) {
        MethodHandle accessor = ACCESSORS.computeIfAbsent(value.getClass(), c -> new ConcurrentHashMap<>())
                .computeIfAbsent(field, f -> accessor(value.getClass(), f));
        try {
            return CONVERTER.toRuntimeValue(accessor.invoke(value));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Object> find(String field) {
        return Optional.of(select(field));
    }

    private static MethodHandle accessor(Class<?> type, String field) {
        try {
            return MethodHandles.lookup().unreflect(Vocabulary.field(type, field).orElseThrow(
                    () -> new IllegalArgumentException(MeshTypes.nameOf(type) + " has no field " + field)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
