/** What istiod tells each proxy: the second of three steps, between the objects (mesh) and what becomes of a request (trace). */
package io.istiodoctor.proxy;
