package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.network.AddressRange;
import io.istiodoctor.mesh.network.LoadBalancers;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Service asks MetalLB for: addresses, or a pool (getDesiredLbIPs and allocateIPs of MetalLB's controller). */
public final class AddressRequest implements Subject {
    private static final String FIELD = "spec.loadBalancerIP";
    private static final List<String> PREFIXES = List.of("metallb.io/", "metallb.universe.tf/");

    private final Service service;
    private final LoadBalancers balancers;

    private AddressRequest(Service service, LoadBalancers balancers) {
        this.service = service;
        this.balancers = balancers;
    }

    /** The request of each Service that MetalLB gives its address, and that asks for something. */
    public static List<AddressRequest> of(List<Service> services) {
        return services.stream().flatMap(s -> s.addressRequest().stream()).toList();
    }

    static Optional<AddressRequest> of(Service service, LoadBalancers balancers) {
        AddressRequest request = new AddressRequest(service, balancers);
        boolean asked = !request.path().isEmpty() && service.type().equals("LoadBalancer");
        return Optional.of(request).filter(r -> asked && balancers.provider().equals("MetalLB") && !balancers.byClass()
                && !service.foreignLoadBalancer() && request.assignedByMetalLb());
    }

    // What has an address of no pool, or a name, has it of somebody else.
    private boolean assignedByMetalLb() {
        List<String> now = service.loadBalancerAddresses();
        return now.stream().allMatch(a -> AddressRange.address(a).isPresent()) && balancers.outsidePools(now).isEmpty();
    }

    @Override
    public Resource resource() {
        return service.resource();
    }

    /** The field that asks: for addresses, else for a pool. */
    @Override
    public String path() {
        return annotation("loadBalancerIPs").map(AddressRequest::place).or(() -> field().map(f -> FIELD))
                .or(() -> annotation("address-pool").map(AddressRequest::place)).orElse("");
    }

    private static String place(String annotation) {
        return "metadata.annotations.\"" + annotation + "\"";
    }

    // The newer name counts where both are there.
    private Optional<String> annotation(String name) {
        return PREFIXES.stream().map(p -> p + name).filter(service.resource().annotations()::containsKey).findFirst();
    }

    private Optional<String> field() {
        return service.resource().spec().get("loadBalancerIP").text().filter(a -> !a.isEmpty());
    }

    private String value(Optional<String> annotation) {
        return annotation.map(service.resource().annotations()::get).orElse("");
    }

    /** The Service that asks. */
    @SeenByRules
    public Service service() {
        return service;
    }

    /** Whether an annotation and spec.loadBalancerIP both ask for addresses, which MetalLB refuses. */
    @SeenByRules
    public boolean twice() {
        return !value(annotation("loadBalancerIPs")).isEmpty() && field().isPresent();
    }

    /** The addresses that it asks for. */
    @SeenByRules
    public List<String> addresses() {
        return Stream.concat(Arrays.stream(value(annotation("loadBalancerIPs")).split(",")).map(String::strip), field().stream())
                .filter(a -> !a.isEmpty()).toList();
    }

    /** Those of the addresses that are in none of MetalLB's pools, where all pools can be read. */
    @SeenByRules(certainty = "poolAbsence")
    public List<String> outsidePools() {
        return balancers.outsidePools(addresses());
    }

    /** The pool that it asks for, where there is none of that name; else empty. */
    @SeenByRules(certainty = "poolAbsence")
    public String unknownPool() {
        String pool = value(annotation("address-pool"));
        return balancers.pools().isEmpty() || balancers.pools().stream().anyMatch(p -> p.name().equals(pool)) ? "" : pool;
    }

    /** The name of a pool that is much like that one. */
    @SeenByRules
    public Optional<String> nearestPool() {
        return Nearest.name(unknownPool(), balancers.pools().stream().map(LoadBalancers.AddressPool::name).toList());
    }

    /** What it means that there is no other pool: certain, inferred or unknown; no more than inferred where MetalLB's controller was not read. */
    @SeenByRules
    public Certainty poolAbsence() {
        return balancers.poolAbsence();
    }

    /** Where the pool is asked for. */
    @SeenByRules
    public String poolPlace() {
        return annotation("address-pool").map(AddressRequest::place).orElse("");
    }

    /** MetalLB's pools. */
    @SeenByRules
    public LoadBalancers balancers() {
        return balancers;
    }

    /** The address that the Service has now, where it is the only one; MetalLB takes it away for one that is asked for. */
    @SeenByRules
    public Optional<String> current() {
        return Optional.of(service.loadBalancerAddresses()).filter(a -> a.size() == 1).map(List::getFirst);
    }

    /** Whether MetalLB gives no address for it, as far as pools are known. */
    boolean refused() {
        return poolAbsence() != Certainty.UNKNOWN && (twice() || !outsidePools().isEmpty() || !unknownPool().isEmpty());
    }
}
