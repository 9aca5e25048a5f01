/** The cluster's own network: nodes, kube-proxy, and who gives load balancers their addresses. */
package io.istiodoctor.mesh.network;
