package io.istiodoctor.proxy.dump;

/**
 * A push of istiod that a proxy did not take, so that it goes on with what it had.
 *
 * @param resource Envoy's name of what was pushed
 * @param details why, in Envoy's words
 */
public record RefusedPush(String resource, String details) {}
