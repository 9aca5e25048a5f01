/** Pods and pod templates with their containers. */
package io.istiodoctor.mesh.workload;
