package io.istiodoctor.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Node;
import io.istiodoctor.vocabulary.Vocabulary;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mesh as CEL sees it: its {@link Vocabulary}. A field's result is a text, a number, a boolean, a moment, another type of the mesh, or an
 * optional, a list or a map of these.
 */
final class MeshTypes implements CelTypeProvider {
    /** How sure an answer is: of all enums the only one that is no text, so that nothing else can be taken for it. */
    static final CelType CERTAINTY = OpaqueType.create("Certainty");

    private final Map<String, Optional<StructType>> types = new ConcurrentHashMap<>();

    /** The name of a mesh class in expressions. */
    static String nameOf(Class<?> type) {
        return type.getSimpleName();
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.of();
    }

    @Override
    public Optional<CelType> findType(String name) {
        // Everything that an expression names is asked for, also variables; types alone begin with a capital letter.
        return name.isEmpty() || !Character.isUpperCase(name.charAt(0)) ? Optional.empty()
                : types.computeIfAbsent(name, MeshTypes::struct).map(CelType.class::cast);
    }

    private static Optional<StructType> struct(String name) {
        return Optional.ofNullable(Vocabulary.types().get(name)).map(type -> {
            Map<String, CelType> fields = new TreeMap<>();
            Vocabulary.fields(type).forEach(f -> fields.put(f.getName(), typeOf(f.getGenericReturnType()).orElseThrow(
                    () -> new IllegalStateException(f + " has a result that expressions cannot read"))));
            return StructType.create(name, ImmutableSet.copyOf(fields.keySet()), f -> Optional.ofNullable(fields.get(f)));
        });
    }

    /** What a value of a Java type is for expressions; empty when they cannot read it. */
    static Optional<CelType> typeOf(Type type) {
        if (type == Certainty.class) {
            return Optional.of(CERTAINTY);
        } else if (type == String.class || type instanceof Class<?> c && c.isEnum()) {
            return Optional.of(SimpleType.STRING);
        } else if (type == boolean.class) {
            return Optional.of(SimpleType.BOOL);
        } else if (type == long.class || type == int.class || type == Long.class) {
            return Optional.of(SimpleType.INT);
        } else if (type == Node.class) {
            return Optional.of(SimpleType.DYN);
        } else if (type == Instant.class) {
            return Optional.of(SimpleType.TIMESTAMP);
        } else if (type instanceof Class<?> c && Vocabulary.isType(c)) {
            return Optional.of(StructTypeReference.create(nameOf(c)));
        } else if (type instanceof ParameterizedType generic) {
            List<Optional<CelType>> arguments = Arrays.stream(generic.getActualTypeArguments()).map(MeshTypes::typeOf).toList();
            return arguments.stream().allMatch(Optional::isPresent)
                    ? container(generic.getRawType(), arguments.stream().map(Optional::orElseThrow).toList()) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<CelType> container(Type raw, List<CelType> arguments) {
        return raw == List.class ? Optional.of(ListType.create(arguments.getFirst()))
                : raw == Optional.class ? Optional.of(OptionalType.create(arguments.getFirst()))
                : raw == Map.class ? Optional.of(MapType.create(arguments.getFirst(), arguments.getLast())) : Optional.empty();
    }
}
