/** What rules can speak of: the mesh and what its proxies are told, by the types that they are asked of and the fields that are marked for them. */
@NullMarked
package io.istiodoctor.vocabulary;

import org.jspecify.annotations.NullMarked;
