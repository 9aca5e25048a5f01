package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.network.AddressRange;

/** Addresses and CIDR ranges of policies. */
final class AddressBlock {
    private AddressBlock() {}

    static boolean readable(String block) {
        return block.indexOf('-') < 0 && AddressRange.parse(block).isPresent();
    }

    /** Whether an address lies in a block of its own family. */
    static boolean contains(String block, String address) {
        boolean sameFamily = block.contains(":") == address.contains(":");
        return sameFamily && AddressRange.parse(block).filter(r -> r.contains(address)).isPresent();
    }
}
