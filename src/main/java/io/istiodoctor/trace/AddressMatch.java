package io.istiodoctor.trace;

import java.net.InetAddress;

/** Addresses in ranges: {@code 10.96.0.0/12}, or one address. */
final class AddressMatch {
    private AddressMatch() {}

    /** Whether an address lies in a range; what is no address lies in none. */
    static boolean covers(String range, String address) {
        String network = network(range);
        if (!Addresses.literal(address) || !Addresses.literal(network)) {
            return false;
        }
        byte[] a = InetAddress.ofLiteral(network).getAddress();
        byte[] b = InetAddress.ofLiteral(address).getAddress();
        int bits = bits(range);
        for (int i = 0; a.length == b.length && i < bits; i++) {
            if ((a[i / 8] >> 7 - i % 8 & 1) != (b[i / 8] >> 7 - i % 8 & 1)) {
                return false;
            }
        }
        return a.length == b.length;
    }

    /** How many leading bits a range fixes; more is more specific. */
    static int bits(String range) {
        int slash = range.indexOf('/');
        return slash > 0 ? Integer.parseInt(range.substring(slash + 1)) : network(range).contains(":") ? 128 : 32;
    }

    private static String network(String range) {
        int slash = range.indexOf('/');
        return slash > 0 ? range.substring(0, slash) : range;
    }
}
