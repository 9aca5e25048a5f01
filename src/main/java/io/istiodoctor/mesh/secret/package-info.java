/** Secrets that proxies read: whether they exist, what they hold, and who may read them. */
package io.istiodoctor.mesh.secret;
