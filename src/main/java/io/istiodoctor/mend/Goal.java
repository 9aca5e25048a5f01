package io.istiodoctor.mend;

import io.istiodoctor.model.UserError;
import io.istiodoctor.model.WholeNumber;
import java.util.Optional;

/** A Service that a request is meant for, SERVICE.NAMESPACE or SERVICE.NAMESPACE:PORT. */
public record Goal(String name, String namespace, Optional<Long> port) {
    /**
     * Reads a Service's name.
     *
     * @throws UserError (bad input) when it is none
     */
    public static Goal parse(String written) {
        int colon = written.indexOf(':');
        String[] parts = (colon < 0 ? written : written.substring(0, colon)).split("\\.", -1);
        Optional<Long> port = colon < 0 ? Optional.empty() : WholeNumber.of(written.substring(colon + 1)).filter(n -> n > 0 && n < 65536);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty() || colon >= 0 && port.isEmpty()) {
            throw new UserError(UserError.BAD_INPUT, "--to takes SERVICE.NAMESPACE or SERVICE.NAMESPACE:PORT, not '" + written + "'");
        }
        return new Goal(parts[0], parts[1], port);
    }
}
