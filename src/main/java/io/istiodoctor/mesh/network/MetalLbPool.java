package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.base.IstioVersion;
import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What MetalLB is told to hand out: an IPAddressPool, or the ConfigMap in which releases before 0.13 had their pools. */
public final class MetalLbPool implements Subject {
    private static final int NETWORK_BITS = 24;

    private final Resource resource;
    private final Inventory inventory;
    private final List<Workload> workloads;

    private MetalLbPool(Resource resource, Inventory inventory, List<Workload> workloads) {
        this.resource = resource;
        this.inventory = inventory;
        this.workloads = workloads;
    }

    /** The pools of a snapshot. */
    public static List<MetalLbPool> of(Inventory inventory, List<Workload> workloads) {
        List<Resource> found = new ArrayList<>(inventory.all(Kind.IP_ADDRESS_POOL));
        inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().qualifiedName().equals("metallb-system/config")).forEach(found::add);
        return found.stream().map(r -> new MetalLbPool(r, inventory, workloads)).toList();
    }

    @Override
    public Resource resource() {
        return resource;
    }

    /** Whether it is the ConfigMap of old. */
    @SeenByRules
    public boolean legacy() {
        return kind().equals("ConfigMap");
    }

    /** The release of MetalLB's controller, by its image's tag. */
    @SeenByRules
    public Optional<IstioVersion> release() {
        return workloads.stream().flatMap(w -> w.containers().stream()).filter(c -> c.image().contains("metallb/controller"))
                .flatMap(c -> IstioVersion.ofImage(c.image()).stream()).findFirst();
    }

    /** Whether the release that runs does not read it: the ConfigMap, from 0.13 on. */
    @SeenByRules
    public boolean unread() {
        return legacy() && release().filter(r -> r.atLeast(0, 13)).isPresent();
    }

    /** Whether it is a pool that no L2Advertisement and no BGPAdvertisement makes known to the network. */
    @SeenByRules(certainty = "advertisementAbsence", absentWhenTrue = true)
    public boolean unadvertised() {
        return !legacy() && advertisements(Kind.L2_ADVERTISEMENT).isEmpty() && advertisements(Kind.BGP_ADVERTISEMENT).isEmpty();
    }

    /** What it means that no advertisement and no node is known that would let clients reach its addresses: certain, inferred or unknown. */
    @SeenByRules
    public Certainty advertisementAbsence() {
        return Stream.of(Kind.L2_ADVERTISEMENT, Kind.BGP_ADVERTISEMENT, Kind.NODE).map(k -> inventory.coverage(k).absenceIn(namespace()))
                .max(Comparator.naturalOrder()).orElseThrow();
    }

    private List<Resource> advertisements(Kind kind) {
        return inventory.all(kind).stream().filter(a -> a.ref().namespace().equals(namespace())).filter(this::selectedBy).toList();
    }

    // Without names and selectors an advertisement is for every pool.
    private boolean selectedBy(Resource advertisement) {
        var names = advertisement.spec().get("ipAddressPools").elements();
        var selectors = advertisement.spec().get("ipAddressPoolSelectors").elements();
        return names.isEmpty() && selectors.isEmpty() || names.stream().anyMatch(n -> n.text().orElse("").equals(name()))
                || selectors.stream().anyMatch(s -> Labels.matchSelector(s, resource.labels()));
    }

    /** Its ranges as written. */
    @SeenByRules
    public List<String> ranges() {
        return resource.spec().get("addresses").elements().stream().flatMap(a -> a.text().stream()).toList();
    }

    /** Whether an address lies in one of its ranges. */
    public boolean holds(String address) {
        return ranges().stream().flatMap(r -> AddressRange.parse(r).stream()).anyMatch(r -> r.contains(address));
    }

    /** Addresses of the nodes in their own network. */
    @SeenByRules
    public List<String> nodeAddresses() {
        return NodeAddresses.of(inventory.all(Kind.NODE)).internal();
    }

    /**
     * Whether it is announced on the nodes' own network only (layer 2), and none of its addresses shares the first three numbers with a node's.
     * The nodes' real network is not known; of IPv6 nothing is said.
     */
    @SeenByRules(certainty = "advertisementAbsence", absentWhenTrue = true)
    public boolean farFromNodes() {
        boolean layer2 = !advertisements(Kind.L2_ADVERTISEMENT).isEmpty() && advertisements(Kind.BGP_ADVERTISEMENT).isEmpty();
        List<BigInteger> networks = nodeAddresses().stream().filter(a -> a.contains(".")).flatMap(a -> AddressRange.address(a).stream())
                .map(MetalLbPool::network).toList();
        List<AddressRange> ranges = ranges().stream().filter(r -> r.contains(".")).flatMap(r -> AddressRange.parse(r).stream()).toList();
        return layer2 && !networks.isEmpty() && !ranges.isEmpty() && ranges.stream().noneMatch(r -> networks.stream()
                .anyMatch(n -> n.compareTo(network(r.first())) >= 0 && n.compareTo(network(r.last())) <= 0));
    }

    private static BigInteger network(BigInteger address) {
        return address.shiftRight(32 - NETWORK_BITS);
    }
}
