/** Objects of the Gateway API and their like, as far as the mesh itself reads them. */
package io.istiodoctor.mesh.gatewayapi;
