package io.istiodoctor.proxy.config;

import io.istiodoctor.model.FieldRef;

/**
 * A cluster that a route sends to.
 *
 * @param weight its share of the sum of all; 0 where the route has this one only
 */
public record ClusterShare(ClusterName cluster, long weight, FieldRef origin) {}
