import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.reflect.AccessFlag;

/** What compilers and debuggers read of a method, and no program that runs. */
final class UnreadAttributes {
    private UnreadAttributes() {}

    /** Whether this is such a part of a method, which needs no other: reflection is asked for the type arguments of properties at most. */
    static boolean holds(MethodModel method, MethodElement part) {
        return part instanceof RuntimeInvisibleAnnotationsAttribute || part instanceof MethodParametersAttribute
                || part instanceof SignatureAttribute
                        && (method.methodName().equalsString("<init>") || method.flags().has(AccessFlag.STATIC)
                                || method.flags().has(AccessFlag.PRIVATE));
    }
}
