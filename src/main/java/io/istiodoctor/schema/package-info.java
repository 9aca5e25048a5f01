/** What the API server and Istio's webhook demand of an object before they take it, judged of one object by itself. */
@NullMarked
package io.istiodoctor.schema;

import org.jspecify.annotations.NullMarked;
