/** What a proxy really has: Envoy's own dump of its configuration, read into the same records as what istiod would tell it, and the differences. */
package io.istiodoctor.proxy.dump;
