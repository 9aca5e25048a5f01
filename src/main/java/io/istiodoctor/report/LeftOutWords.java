package io.istiodoctor.report;

import io.istiodoctor.conversion.LeftOut;
import java.util.Locale;

/** Why something that was written has no effect, as a clause. */
final class LeftOutWords {
    private LeftOutWords() {}

    static String of(LeftOut left) {
        String by = left.by().map(b -> b.object().toString()).orElse("another");
        return switch (left.reason()) {
            case HOST_CONFLICT -> by + " has the host " + left.detail() + " on this port already";
            case PORT_CONFLICT -> by + " has port " + left.detail() + " with another protocol";
            case PORT_NAME_CONFLICT -> by + " has a server with the port name " + left.detail();
            case PORT_PRIVILEGED -> "the pods may not bind port " + left.detail();
            case NOTHING_TO_SERVE -> "no route is bound to it, so that nothing listens on " + left.detail();
            case SNI_CONFLICT -> by + " has a rule for the name " + left.detail() + " already";
            case NOT_EXPORTED -> "it is not exported to namespace " + left.detail();
            case HOST_NOT_ACCEPTED -> "no server of " + by + " accepts its hosts: " + left.detail();
            case NO_RULE_FOR_SERVER -> "it has no rule that holds at a server of " + by;
            default ->
                    left.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + (left.detail().isEmpty() ? "" : ": " + left.detail());
        };
    }
}
