package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Map;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.vocabulary.Vocabulary;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a value of CEL is in Java while a compiled expression works with it.
 *
 * @param type on the stack and in variables
 * @param boxed the same inside of lists, maps and optionals
 */
record Representation(ClassDesc type, ClassDesc boxed) {
    static final Representation BOOL = new Representation(CD_boolean, CD_Boolean);
    static final Representation INT = new Representation(CD_long, CD_Long);
    static final Representation OPTIONAL = reference(desc(Optional.class));

    private static Representation reference(ClassDesc type) {
        return new Representation(type, type);
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** @throws NotCompiled when it has none */
    static Representation of(CelType type) {
        return switch (type.kind()) {
            case BOOL -> BOOL;
            case INT -> INT;
            case STRING -> reference(CD_String);
            case LIST -> reference(CD_List);
            case MAP -> reference(CD_Map);
            case TIMESTAMP -> reference(desc(Instant.class));
            case DYN -> reference(CD_Object);
            case STRUCT -> reference(desc(struct(type)));
            case OPAQUE -> type.equals(MeshTypes.CERTAINTY) ? reference(desc(Certainty.class)) : type instanceof OptionalType ? OPTIONAL
                    : unknown(type);
            default -> unknown(type);
        };
    }

    private static Representation unknown(CelType type) {
        throw new NotCompiled("values of type " + type.name());
    }

    /** The mesh's class of this name. */
    static Class<?> struct(CelType type) {
        @Nullable
        Class<?> found = Vocabulary.types().get(type.name());
        if (found == null) {
            throw new NotCompiled("values of type " + type.name());
        }
        return found;
    }

    /** From the stack's form to the one inside of containers. */
    void box(CodeBuilder code) {
        if (type.isPrimitive()) {
            code.invokestatic(boxed, "valueOf", MethodTypeDesc.of(boxed, type));
        }
    }

    /** From anything that a container gave to the stack's form. */
    void unbox(CodeBuilder code) {
        if (!boxed.equals(CD_Object)) {
            code.checkcast(boxed);
        }
        if (type.isPrimitive()) {
            code.invokevirtual(boxed, type.equals(CD_long) ? "longValue" : "booleanValue", MethodTypeDesc.of(type));
        }
    }
}
