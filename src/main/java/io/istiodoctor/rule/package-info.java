/** Rule files: reading them, finding mistakes in them, their life cycle. Knows no expression language. */
package io.istiodoctor.rule;
