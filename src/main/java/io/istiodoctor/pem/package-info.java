/** Keys as text. Depends on nothing; what reads kubeconfigs and what reads Secrets share it. */
package io.istiodoctor.pem;
