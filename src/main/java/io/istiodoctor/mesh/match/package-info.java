/** What a route asks of a request, and which condition takes all requests of another. */
package io.istiodoctor.mesh.match;
