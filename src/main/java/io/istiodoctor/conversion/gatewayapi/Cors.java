package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A CORS filter as a policy of a VirtualService (conversion.go, createCorsFilter). */
final class Cors {
    /** What every origin looks like: scheme, host, perhaps a port. */
    private static final String ANY_ORIGIN = "^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$";
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

    private Cors() {}

    static Part of(Written filter) {
        Part made = Part.mapping(filter.at());
        List<Part> origins = new ArrayList<>();
        filter.get("allowOrigins").elements().stream().filter(o -> !o.text().orElse("").isEmpty()).forEach(o -> origins.add(origin(o)));
        made = origins.isEmpty() ? made : made.with("allowOrigins", Part.list(origins, filter.get("allowOrigins").at()));
        made = filter.get("allowCredentials").node().isTrue() ? made.with("allowCredentials", Part.of(filter.get("allowCredentials")))
                : made;
        for (String list : List.of("allowMethods", "allowHeaders", "exposeHeaders")) {
            made = filter.get(list).elements().isEmpty() ? made : made.with(list, Part.of(filter.get(list)));
        }
        long age = filter.number("maxAge", 5);
        made = age > 0 ? made.with("maxAge", age + "s", filter.get("maxAge").at()) : made;
        return made.with("unmatchedPreflights", "IGNORE", filter.at());
    }

    private static Part origin(Written written) {
        String origin = written.text().orElse("");
        Part match = Part.mapping(written.at());
        if (origin.equals("*")) {
            return match.with("regex", ANY_ORIGIN, written.at());
        }
        int star = origin.indexOf('*');
        if (star < 0) {
            return match.with("exact", Part.of(written));
        }
        if (star == origin.length() - 1) {
            return match.with("prefix", origin.substring(0, star), written.at());
        }
        String quoted = SPECIAL.matcher(origin).replaceAll("\\\\$0").replace("\\*", ".*");
        return match.with("regex", "^" + quoted + "$", written.at());
    }
}
