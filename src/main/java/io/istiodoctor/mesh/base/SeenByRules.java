package io.istiodoctor.mesh.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of the language in which rules are written: the method, without parameters, is read by the expressions of rules under its own name. Other
 * public methods of the mesh are none. A method that is marked where a type of subjects declares it is a field of all of these.
 *
 * <p>A field that can say that something is not there names the field that tells what this means: that it certainly does not exist, or that it may
 * lie outside of what was read. A rule whose condition rests on such an answer does not load unless it says its certainty.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SeenByRules {
    /** The field of the same type that tells how certain an absence is; empty when the field says nothing of absence. */
    String certainty() default "";

    /** Whether it is "yes", or something, that says of an absence; as a rule it is "no", or nothing. */
    boolean absentWhenTrue() default false;
}
