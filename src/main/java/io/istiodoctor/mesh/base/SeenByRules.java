package io.istiodoctor.mesh.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of the language in which rules are written: the method, without parameters, is read by the expressions of rules under its own name. Other
 * public methods of the mesh are none. A method that is marked where a type of subjects declares it is a field of all of these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SeenByRules {}
