/** What Istio's control plane was told, and what follows for every object: the cluster's domain, exportTo, the namespaces it looks into. */
package io.istiodoctor.mesh.config;
