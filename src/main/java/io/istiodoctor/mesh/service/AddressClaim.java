package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.base.SeenByRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** An external address with a Service port, beside the first Service that has the same address and port. */
public final class AddressClaim implements ServicePortPart {
    private record Key(String address, long port, String transport) {}

    private final ServicePort port;
    private final String address;
    private final Optional<ServicePort> earlier;

    private AddressClaim(ServicePort port, String address, Optional<ServicePort> earlier) {
        this.port = port;
        this.address = address;
        this.earlier = earlier;
    }

    /** Every port of Services at each of their external IPs and addresses of load balancers, by the age of the Services. */
    public static List<AddressClaim> of(List<Service> services) {
        Map<Key, ServicePort> holders = new HashMap<>();
        List<AddressClaim> claims = new ArrayList<>();
        services.stream().filter(s -> !s.assumed()).sorted(Comparator.comparing(Service::resource, Age.OLDEST_FIRST))
                .forEach(s -> addresses(s)
                        .forEach(a -> s.ports().forEach(p -> {
                            ServicePort holder = holders.putIfAbsent(new Key(a, p.number(), p.transport()), p);
                            claims.add(new AddressClaim(p, a, Optional.ofNullable(holder).filter(h -> h.service() != s)));
                        })));
        return List.copyOf(claims);
    }

    private static Stream<String> addresses(Service service) {
        return Stream.concat(service.externalIPs().stream(), service.loadBalancerAddresses().stream()).distinct();
    }

    @Override
    public ServicePort port() {
        return port;
    }

    /** The address. */
    @SeenByRules
    public String address() {
        return address;
    }

    /** The first number above it that no port of its own Service has, from 8000 on where it is below. */
    @SeenByRules
    public long freePort() {
        return LongStream.iterate(Math.max(8000, port.number()) + 1, n -> n + 1).filter(n -> !port.service().portNumbers().contains(n))
                .findFirst().orElseThrow();
    }

    /** The port of an older Service at the same address with the same number. */
    @SeenByRules
    public Optional<ServicePort> earlier() {
        return earlier;
    }
}
