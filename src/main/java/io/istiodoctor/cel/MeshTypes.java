package io.istiodoctor.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
 * The mesh as CEL sees it: every public class of the mesh package is a type, and every public method of it without
 * parameters is a field, when its result is a text, a number, a boolean, a moment, another such class, or an optional, a
 * list or a map of these. Read by reflection, one class at a time, when an expression first mentions it.
 */
final class MeshTypes implements CelTypeProvider {
    private static final String MESH = "io.istiodoctor.mesh.";

    private final Map<String, Optional<StructType>> types = new ConcurrentHashMap<>();

    static boolean isMeshType(Class<?> type) {
        return type.getName().startsWith(MESH) && !type.isEnum();
    }

    /** The name of a mesh class in expressions. */
    static String nameOf(Class<?> type) {
        return type.getName().substring(MESH.length()).replace('$', '.');
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.of();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return types.computeIfAbsent(name, MeshTypes::struct).map(CelType.class::cast);
    }

    private static Optional<StructType> struct(String name) {
        try {
            Class<?> type = Class.forName(MESH + name.replace('.', '$'));
            Map<String, CelType> fields = fields(type);
            return Optional.of(StructType.create(name, ImmutableSet.copyOf(fields.keySet()),
                    f -> Optional.ofNullable(fields.get(f))));
        } catch (ClassNotFoundException | LinkageError noMeshType) {
            return Optional.empty();
        }
    }

    private static Map<String, CelType> fields(Class<?> type) {
        Map<String, CelType> fields = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (isField(method)) {
                typeOf(method.getGenericReturnType()).ifPresent(t -> fields.put(method.getName(), t));
            }
        }
        return fields;
    }

    private static boolean isField(Method method) {
        return method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class && !method.getName().equals("hashCode")
                && !method.getName().equals("toString");
    }

    private static Optional<CelType> typeOf(Type type) {
        if (type == String.class || type instanceof Class<?> c && c.isEnum()) {
            return Optional.of(SimpleType.STRING);
        } else if (type == boolean.class) {
            return Optional.of(SimpleType.BOOL);
        } else if (type == long.class || type == int.class || type == Long.class) {
            return Optional.of(SimpleType.INT);
        } else if (type == Instant.class) {
            return Optional.of(SimpleType.TIMESTAMP);
        } else if (type instanceof Class<?> c && isMeshType(c)) {
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
