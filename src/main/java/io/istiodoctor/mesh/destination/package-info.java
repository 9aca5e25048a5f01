/** DestinationRules: which of them holds for a client, what each says, and what it is held against. */
package io.istiodoctor.mesh.destination;
