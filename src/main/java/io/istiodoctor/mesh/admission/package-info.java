/** What the API server and Istio's webhook say to the objects of files before there is a mesh to be part of. */
@NullMarked
package io.istiodoctor.mesh.admission;

import org.jspecify.annotations.NullMarked;
