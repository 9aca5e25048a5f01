/** What istiod tells the pod of a gateway: the servers of all its Gateways on one set of ports. */
package io.istiodoctor.proxy.gateway;
