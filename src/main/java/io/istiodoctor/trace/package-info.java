/** The way of one request through the mesh, hop by hop, and every address that leads into it. Nothing here prints. */
package io.istiodoctor.trace;
