package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.List;
import java.util.stream.Stream;

/** At which addresses a pod's proxy expects connections to a host (GetAddressForProxy of Istio). */
final class ListenAddresses {
    private final boolean ipv6;
    private final boolean both;
    private final boolean allocated;

    ListenAddresses(Mesh mesh, Workload pod) {
        this.both = pod.dualStack();
        this.ipv6 = !both && pod.podIP().contains(":");
        this.allocated = mesh.config().capturesDns(pod);
    }

    private boolean mine(String address) {
        return both || address.contains(":") == ipv6;
    }

    /** Every address of the proxy's family; of both, IPv4 (getActualWildcardAndLocalHost of Istio). */
    String wildcard() {
        return ipv6 ? "::" : "0.0.0.0";
    }

    /** The proxy's own machine. */
    String localhost() {
        return ipv6 ? "::1" : "127.0.0.1";
    }

    /**
     * The addresses of a host; each list belongs to one listener, its first element is the address that counts. A ServiceEntry makes as many hosts of one
     * name as it has addresses. The wildcard stands for a host without any.
     */
    List<List<String>> of(RegistryService service) {
        if (service.kubernetes().isPresent()) {
            List<String> own = service.addresses().stream().filter(this::mine).toList();
            return List.of(!own.isEmpty() ? own : service.addresses().isEmpty() ? List.of("0.0.0.0") : service.addresses());
        }
        if (service.resource().spec().get("addresses").elements().isEmpty()) {
            List<String> own = service.addresses().stream().filter(a -> allocated && mine(a)).toList();
            return List.of(own.isEmpty() ? List.of("0.0.0.0") : own);
        }
        return service.addresses().stream().map(List::of).toList();
    }

    /** The addresses by which clients may name a host in requests. */
    Stream<String> names(RegistryService service) {
        List<List<String>> all = of(service);
        return all.isEmpty() ? Stream.empty() : all.getLast().stream().filter(a -> !a.equals("0.0.0.0"));
    }

    /** Whether this is a range of addresses. */
    static boolean range(String address) {
        return address.contains("/");
    }
}
