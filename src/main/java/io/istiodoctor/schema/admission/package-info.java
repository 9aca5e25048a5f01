/** Holds objects against the definitions of their kinds, as the API server does, and asks what is demanded of them beyond that. */
@NullMarked
package io.istiodoctor.schema.admission;

import org.jspecify.annotations.NullMarked;
