package io.istiodoctor.schema;

import io.istiodoctor.model.WholeNumber;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** IP addresses and networks as Go reads them: four decimal numbers without leading zeros, or IPv6. */
public final class Address {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    private Address() {}

    /** Whether it is an address. */
    public static boolean isIp(String text) {
        return isIpv4(text) || isIpv6(text);
    }

    /** Whether it is an IPv4 address. */
    public static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** Whether it is an IPv6 address, without brackets and without a zone. */
    public static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || text.indexOf('[') >= 0 || text.indexOf('%') >= 0) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** Whether it is a network: an address and the length of its prefix. */
    public static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = text.substring(0, Math.max(slash, 0));
        String length = text.substring(slash + 1);
        return isIp(address) && length.matches("0|[1-9]\\d{0,2}")
                && WholeNumber.of(length).filter(n -> n <= (isIpv4(address) ? 32 : 128)).isPresent();
    }
}
