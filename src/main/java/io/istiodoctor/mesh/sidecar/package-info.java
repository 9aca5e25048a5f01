/** What Sidecars say of the proxies beside applications. */
package io.istiodoctor.mesh.sidecar;
