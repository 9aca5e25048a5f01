package io.istiodoctor.proxy.config;

import java.util.List;

/** A route table by name; several listeners can use one. */
public record RouteConfiguration(String name, List<VirtualHost> hosts) {
    public RouteConfiguration {
        hosts = List.copyOf(hosts);
    }
}
