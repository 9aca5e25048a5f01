/** Where state comes from when it is not a cluster: files, folders, standard input; and the snapshot that all sources make. */
@NullMarked
package io.istiodoctor.source;

import org.jspecify.annotations.NullMarked;
