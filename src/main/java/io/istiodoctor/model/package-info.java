/** Plain values that every other package shares: identities, positions, nodes, findings. Depends on nothing. */
package io.istiodoctor.model;
