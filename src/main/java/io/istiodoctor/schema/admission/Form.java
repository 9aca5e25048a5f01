package io.istiodoctor.schema.admission;

import io.istiodoctor.schema.Address;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** The forms of texts that schemas name. */
final class Form {
    private Form() {}

    /** Whether a text has a form; one that is not known is had by every text, as in the API server. */
    static boolean holds(String form, String text) {
        return switch (form) {
            case "ipv4" -> Address.isIpv4(text);
            case "ipv6" -> Address.isIpv6(text);
            case "date-time" -> isMoment(text);
            default -> true;
        };
    }

    private static boolean isMoment(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeParseException none) {
            return false;
        }
    }
}
