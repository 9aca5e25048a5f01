/** Plain values that every other package shares: identities, positions, nodes, findings. Depends on nothing. */
@NullMarked
package io.istiodoctor.model;

import org.jspecify.annotations.NullMarked;
