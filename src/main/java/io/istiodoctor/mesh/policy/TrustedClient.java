package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.network.AddressRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a proxy believes that a request first came from (the trusted client address of Envoy's X-Forwarded-For): what {@code remoteIpBlocks} are
 * compared with.
 */
public final class TrustedClient {
    private TrustedClient() {}

    /**
     * At a gateway, which only trusts the proxies that its topology counts.
     *
     * @param connection where the connection comes from
     * @param forwardedFor the header X-Forwarded-For as it arrives
     * @param trustedProxies {@code gatewayTopology.numTrustedProxies}
     */
    public static Address atGateway(Address connection, Optional<String> forwardedFor, int trustedProxies) {
        return trustedProxies == 0 ? connection : fromRight(forwardedFor, trustedProxies).orElse(connection);
    }

    /** Beside an application, where the last address of the header is believed. */
    public static Address atSidecar(Address connection, Optional<String> forwardedFor) {
        return fromRight(forwardedFor, 1).orElse(connection);
    }

    private static Optional<Address> fromRight(Optional<String> forwardedFor, int position) {
        List<String> addresses = forwardedFor.map(f -> Arrays.stream(f.split(",")).map(String::strip).toList()).orElse(List.of());
        return addresses.size() < position ? Optional.empty()
                : Optional.of(addresses.get(addresses.size() - position)).filter(a -> AddressRange.address(a).isPresent())
                        .map(Address.Known::new);
    }
}
