package io.istiodoctor.proxy.sidecar;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Ranges of addresses that mean the same in different writing: 10.1.2.3/8 is 10.9.9.9/8. */
final class AddressRanges {
    private AddressRanges() {}

    /** Whether two lists mean the same ranges, in whatever order. */
    static boolean same(List<String> a, List<String> b) {
        return masked(a).equals(masked(b));
    }

    private static Set<String> masked(List<String> ranges) {
        return ranges.stream().flatMap(r -> masked(r).stream()).collect(Collectors.toSet());
    }

    // The range of all addresses is none, and what cannot be read neither.
    private static Optional<String> masked(String range) {
        int slash = range.indexOf('/');
        String base = slash < 0 ? range : range.substring(0, slash);
        try {
            byte[] address = InetAddress.ofLiteral(base).getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(range.substring(slash + 1));
            BigInteger number = new BigInteger(1, address).shiftRight(address.length * 8 - bits);
            return base.equals("0.0.0.0") ? Optional.empty() : Optional.of(number + "/" + bits + "/" + address.length);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
