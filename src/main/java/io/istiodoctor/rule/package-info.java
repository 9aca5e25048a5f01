/** Rule files: reading them, finding mistakes in them, their life cycle. Knows no expression language. */
@NullMarked
package io.istiodoctor.rule;

import org.jspecify.annotations.NullMarked;
