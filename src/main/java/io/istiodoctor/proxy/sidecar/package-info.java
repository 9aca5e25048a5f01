/** What istiod tells the proxy beside an application. */
package io.istiodoctor.proxy.sidecar;
