/** What proxies accept and which policies are for them. */
package io.istiodoctor.mesh.security;
