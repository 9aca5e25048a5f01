/** istiod's service registry: hosts of Services and ServiceEntries with their ports and endpoints, and who sees them. */
package io.istiodoctor.proxy.registry;
