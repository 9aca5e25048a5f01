/** Kubernetes' Ingresses, as far as they are Istio's. */
package io.istiodoctor.mesh.ingress;
