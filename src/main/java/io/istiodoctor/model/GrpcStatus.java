package io.istiodoctor.model;

import java.util.Optional;

/** How a call of gRPC ended, by its number from 0 on (grpc/grpc, doc/statuscodes.md). */
public enum GrpcStatus {
    OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED;

    /** The status of this name, in capitals; empty when there is none. */
    public static Optional<GrpcStatus> named(String name) {
        for (GrpcStatus status : values()) {
            if (status.name().equals(name)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** The status of this number; empty when there is none. */
    public static Optional<GrpcStatus> of(long number) {
        return number >= 0 && number < values().length ? Optional.of(values()[(int) number]) : Optional.empty();
    }
}
