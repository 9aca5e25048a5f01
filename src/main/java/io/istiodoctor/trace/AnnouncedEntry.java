package io.istiodoctor.trace;

import io.istiodoctor.mesh.network.MetalLbPool;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.trace.EntryPoint.Way;
import io.istiodoctor.trace.Outcome.Failed;
import io.istiodoctor.trace.Outcome.Failure;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the network knows who has an address: one that MetalLB hands out and makes known to nobody belongs to no node. */
final class AnnouncedEntry {
    private final Network net;
    private final EntryPoint entry;

    AnnouncedEntry(Network net, EntryPoint entry) {
        this.net = net;
        this.entry = entry;
    }

    /** The way goes on, which the message says, unless connections to the address find nobody. */
    Decision<EntryPoint> pass(String message) {
        List<MetalLbPool> pools = entry.way() != Way.LOAD_BALANCER ? List.of()
                : net.mesh().metalLbPools().stream().filter(p -> p.holds(entry.address())).toList();
        if (pools.isEmpty() || !pools.stream().allMatch(p -> p.unadvertised() && p.advertisementAbsence() == Certainty.CERTAIN)) {
            return EntryStage.pass(entry, message);
        }
        List<Passed> passed = new ArrayList<>(EntryStage.passed(entry));
        pools.forEach(p -> passed.add(Step.deep(p.resource().ref(), "")));
        return Decision.brokenBefore(entry, new Failed(Failure.TIMEOUT), Step.broken(Stage.ENTRY, Optional.of(EntryStage.ref(entry)),
                EntryStage.describe(entry) + ", but MetalLB makes the addresses of pool " + pools.getFirst().name()
                        + " known to nobody on the network.",
                passed));
    }
}
