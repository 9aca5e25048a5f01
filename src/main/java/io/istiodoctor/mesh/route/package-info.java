/** VirtualServices: on which servers they are, where their rules lead, and which rule stands behind another. */
package io.istiodoctor.mesh.route;
