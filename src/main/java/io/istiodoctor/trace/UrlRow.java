package io.istiodoctor.trace;

import io.istiodoctor.model.ObjectRef;
import java.util.Optional;

/**
 * A URL that leads to a Service.
 *
 * @param host the URL's host, by which rows are grouped
 * @param to full name and port of the Service
 * @param via how the address comes to serve: "load balancer", "node port (internal address)" ...
 * @param gateway the Gateway that listens; empty when the Service itself has the address
 * @param route the VirtualService, Ingress or route of the Gateway API
 * @param address "ip:port" when the URL's host must be resolved to it by hand
 * @param command a shell command that asks for the URL
 */
public record UrlRow(String url, String host, String to, String via, Optional<ObjectRef> gateway, Optional<ObjectRef> route,
        Optional<String> address, String command) {}
