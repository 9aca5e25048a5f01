package io.istiodoctor.mesh.base;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How Istio reads the host of a destination or VirtualService (ResolveShortnameToFQDN): a name without a dot belongs to
 * the namespace of the object that uses it, every other name is taken literally.
 *
 * @param domain the cluster's domain, {@code cluster.local} as a rule
 */
public record HostNames(String domain) {
    /** The full name of a Service. */
    public String service(String name, String namespace) {
        return name + "." + namespace + ".svc." + domain;
    }

    /** The host that a name means in a namespace; lower case. */
    public String resolve(String name, String namespace) {
        boolean literal = name.contains(".") || name.startsWith("*") || name.contains(":");
        return (literal ? name : service(name, namespace)).toLowerCase(Locale.ROOT);
    }

    /** A Service's name and namespace. */
    public record ServiceName(String name, String namespace) {}

    /** The Service that a full name stands for; empty for every other name. */
    public Optional<ServiceName> serviceOf(String host) {
        String suffix = ".svc." + domain;
        String[] parts = host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()).split("\\.") : new String[0];
        return parts.length == 2 ? Optional.of(new ServiceName(parts[0], parts[1])) : Optional.empty();
    }

    /** The Service that someone means who writes {@code name.namespace} or {@code name.namespace.svc}. */
    public Optional<ServiceName> abbreviated(String host) {
        String name = host.endsWith(".svc") ? host.substring(0, host.length() - 4) : host;
        String[] parts = name.split("\\.");
        return parts.length == 2 ? Optional.of(new ServiceName(parts[0], parts[1])) : Optional.empty();
    }

    /** Whether the name is written like a Service's full name, but in another domain than this cluster's. */
    public boolean foreignDomain(String host) {
        int svc = host.indexOf(".svc.");
        return svc > 0 && !host.endsWith(".svc." + domain);
    }

    /** The Service that a full name means whose domain is this cluster's but for some letters; empty for all other names. */
    public Optional<ServiceName> misspeltDomain(String host) {
        int svc = host.indexOf(".svc.");
        return foreignDomain(host) && Nearest.name(host.substring(svc + ".svc.".length()), List.of(domain)).isPresent()
                ? serviceOf(host.substring(0, svc) + ".svc." + domain)
                : Optional.empty();
    }
}
