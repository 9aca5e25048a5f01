/** Where state comes from when it is not a cluster: files, folders, standard input; and the snapshot that all sources make. */
package io.istiodoctor.source;
