/** Keys as text. Depends on nothing; what reads kubeconfigs and what reads Secrets share it. */
@NullMarked
package io.istiodoctor.pem;

import org.jspecify.annotations.NullMarked;
