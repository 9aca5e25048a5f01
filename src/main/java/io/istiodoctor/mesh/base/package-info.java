/** What every room of the mesh needs: what a rule judges, the objects that were read, and how labels, hosts and ages are compared. */
package io.istiodoctor.mesh.base;
