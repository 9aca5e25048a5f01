/** The search for the smallest change of the objects after which a request arrives, and nothing else fares worse. */
@NullMarked
package io.istiodoctor.mend;

import org.jspecify.annotations.NullMarked;
