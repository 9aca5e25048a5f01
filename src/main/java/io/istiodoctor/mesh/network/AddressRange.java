package io.istiodoctor.mesh.network;

import io.istiodoctor.model.WholeNumber;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/** A range of IP addresses as MetalLB writes it, both ends included. */
public record AddressRange(BigInteger first, BigInteger last) {
    /** Reads {@code a-b}, {@code a/prefix} or a single address; empty when it is none of these. */
    public static Optional<AddressRange> parse(String text) {
        String range = text.strip();
        int dash = range.indexOf('-');
        int slash = range.indexOf('/');
        if (dash > 0) {
            return address(range.substring(0, dash).strip())
                    .flatMap(a -> address(range.substring(dash + 1).strip()).map(b -> new AddressRange(a, b)));
        }
        if (slash > 0) {
            return cidr(range.substring(0, slash), range.substring(slash + 1));
        }
        return address(range).map(a -> new AddressRange(a, a));
    }

    private static Optional<AddressRange> cidr(String base, String prefix) {
        int bits = base.contains(":") ? 128 : 32;
        Optional<Long> length = WholeNumber.of(prefix).filter(l -> l >= 0 && l <= bits);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        BigInteger size = BigInteger.ONE.shiftLeft(bits - length.get().intValue());
        return address(base).map(a -> a.subtract(a.mod(size)))
                .map(first -> new AddressRange(first, first.add(size).subtract(BigInteger.ONE)));
    }

    /** The number of an address that is written as one; names are never looked up. */
    public static Optional<BigInteger> address(String text) {
        try {
            return Optional.of(new BigInteger(1, InetAddress.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Whether an address lies in it; an IPv4 address also where its number does in IPv6. */
    public boolean contains(String address) {
        return address(address).filter(a -> a.compareTo(first) >= 0 && a.compareTo(last) <= 0).isPresent();
    }

    /** How many addresses it has; Long.MAX_VALUE when that is more than a long holds. */
    long size() {
        BigInteger size = last.subtract(first).add(BigInteger.ONE);
        return size.bitLength() > 62 ? Long.MAX_VALUE : Math.max(0, size.longValue());
    }
}
