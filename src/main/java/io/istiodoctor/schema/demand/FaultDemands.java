package io.istiodoctor.schema.demand;

import io.istiodoctor.model.GrpcStatus;
import io.istiodoctor.schema.Sort;
import java.util.Arrays;

/** Faults that are injected, and answers that are made up. */
final class FaultDemands {
    private FaultDemands() {}

    static void judge(Place fault) {
        Place abort = fault.get("abort");
        Place delay = fault.get("delay");
        if (!abort.isPresent() && !delay.isPresent()) {
            fault.tell(Sort.NONE_OF, "", "abort", "delay");
        }
        percentage(abort.get("percentage"));
        if (abort.has("grpcStatus")) {
            abort.get("grpcStatus").oneOf(Arrays.stream(GrpcStatus.values()).map(GrpcStatus::name).toArray(String[]::new));
        } else if (abort.has("http2Error")) {
            abort.get("http2Error").tell(Sort.UNSUPPORTED, "");
        } else if (abort.has("httpStatus")) {
            status(abort.get("httpStatus"));
        }
        percentage(delay.get("percentage"));
        Demands.duration(delay.get("fixedDelay"));
        if (delay.has("exponentialDelay")) {
            delay.get("exponentialDelay").tell(Sort.UNSUPPORTED, "");
        }
    }

    private static void percentage(Place percentage) {
        Demands.percent(percentage, "value");
        double value = percentage.fraction("value");
        if (value > 0 && value < 0.0001) {
            percentage.get("value").tell(Sort.TOO_SMALL, "0.0001");
        }
    }

    /** The status of an answer. */
    static void status(Place status) {
        if (status.number() < 200) {
            status.tell(Sort.TOO_SMALL, "200");
        } else if (status.number() > 600) {
            status.tell(Sort.TOO_LARGE, "599");
        }
    }
}
