/** Clusters: which hosts and subsets a proxy can send to, their endpoints, and how it speaks to them. */
package io.istiodoctor.proxy.cluster;
