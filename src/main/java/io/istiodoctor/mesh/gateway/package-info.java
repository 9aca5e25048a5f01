/** Istio's Gateways: on which ports of which pods their servers listen, with which certificates, and which server keeps another from a port. */
package io.istiodoctor.mesh.gateway;
