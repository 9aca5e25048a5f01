/** VirtualServices as istiod takes them: names resolved, delegates merged, found by Gateway; and the routes that it makes of their rules. */
package io.istiodoctor.proxy.route;
