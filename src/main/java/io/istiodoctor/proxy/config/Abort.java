package io.istiodoctor.proxy.config;

import io.istiodoctor.model.GrpcStatus;
import java.util.Optional;

/**
 * The answer that fault injection gives to every request.
 *
 * @param status that of HTTP
 * @param grpc that of gRPC where this is what was asked for; clients that do not speak gRPC see an empty answer
 */
public record Abort(long status, Optional<GrpcStatus> grpc) {
    /** One with a status of HTTP. */
    public static Abort http(long status) {
        return new Abort(status, Optional.empty());
    }

    /** One with a status of gRPC, which Envoy sends along with 200. */
    public static Abort grpc(GrpcStatus status) {
        return new Abort(200, Optional.of(status));
    }

    /** "503", or "200 and the gRPC status UNAVAILABLE". */
    public String words() {
        return status + grpc.map(g -> " and the gRPC status " + g).orElse("");
    }
}
