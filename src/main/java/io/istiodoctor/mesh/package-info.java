/**
 * The snapshot with every name resolved once and every join indexed once, by the rules by which istiod itself resolves
 * them. Public types without parameters on their methods are what rule conditions see: each such method is a field.
 */
package io.istiodoctor.mesh;
