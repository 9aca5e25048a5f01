package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who gives Services of type LoadBalancer their addresses in this cluster.
 *
 * @param provider "MetalLB", "minikube", "kind", "k3s", "cloud", or "none" when nothing hints at one
 * @param pools MetalLB's pools of addresses
 * @param poolResource what holds the first pool, as kubectl names it: "ipaddresspool default" or "configmap config"
 * @param byClass whether MetalLB takes only Services whose loadBalancerClass is its own ({@code --lb-class})
 * @param poolAbsence what it means that there is no other pool, and that MetalLB is not told to leave Services alone: certain only where its controller was read
 */
public record LoadBalancers(@SeenByRules String provider, @SeenByRules List<AddressPool> pools, @SeenByRules String poolResource,
        boolean byClass, Certainty poolAbsence) {
    /** Addresses and host names of a Service's load balancer. */
    public static List<String> addresses(Resource service) {
        return service.status().get("loadBalancer").get("ingress").elements().stream()
                .flatMap(i -> Stream.of(i.text("ip"), i.text("hostname"))).filter(a -> !a.isEmpty()).toList();
    }

    /** Those of some addresses that are in none of MetalLB's pools; none where there is no pool, or one that cannot be read. */
    public List<String> outsidePools(List<String> addresses) {
        List<AddressRange> ranges = pools.stream().flatMap(p -> p.ranges().stream()).flatMap(r -> AddressRange.parse(r).stream()).toList();
        boolean known = !ranges.isEmpty() && pools.stream().noneMatch(p -> p.size() < 0);
        return !known ? List.of() : addresses.stream().filter(a -> AddressRange.address(a).isPresent())
                .filter(a -> ranges.stream().noneMatch(r -> r.contains(a))).toList();
    }

    /** Whether MetalLB has pools and every address of them is in use. */
    @SeenByRules
    public boolean exhausted() {
        return !pools.isEmpty() && pools.stream().allMatch(AddressPool::exhausted);
    }

    /** A pool for naming it. */
    @SeenByRules
    public Optional<AddressPool> firstPool() {
        return pools.stream().findFirst();
    }

    /**
     * A pool of MetalLB.
     *
     * @param name as MetalLB knows it
     * @param ranges as written: 10.0.0.1-10.0.0.9 or 10.0.0.0/28
     * @param users Services that hold an address of it, "address by namespace/name", in the order of the addresses
     * @param used how many addresses of it Services hold
     * @param size how many addresses it has; -1 when a range cannot be read
     */
    public record AddressPool(@SeenByRules String name, @SeenByRules List<String> ranges, @SeenByRules List<String> users,
            @SeenByRules long used, @SeenByRules long size) {
        /** Whether no address is left. */
        @SeenByRules
        public boolean exhausted() {
            return size >= 0 && used >= size;
        }
    }
}
