/** Changes that mend a finding: as a diff of the manifest it was read from, or as a command for the cluster. */
@NullMarked
package io.istiodoctor.fix;

import org.jspecify.annotations.NullMarked;
