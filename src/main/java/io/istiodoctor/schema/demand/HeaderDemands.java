package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.util.ArrayList;
import java.util.List;

/** Headers that are added, set and removed. */
final class HeaderDemands {
    private HeaderDemands() {}

    static void judge(Place headers) {
        for (String operation : List.of("add", "set")) {
            headers.get("request").get(operation).entries().forEach((name, value) -> {
                value.keyForm(!name.isEmpty() && (isAuthority(name) || !name.startsWith(":")), "header-name");
                value.form(HeaderValue.isSound(value.text()), "header-value");
            });
            headers.get("response").get(operation).entries().forEach((name, value) -> {
                value.keyForm(isPlain(name), "header-name");
                value.form(HeaderValue.isSound(value.text()), "header-value");
            });
        }
        for (String direction : List.of("request", "response")) {
            headers.get(direction).get("remove").each().forEach(name -> name.form(isPlain(name.text()), "header-name"));
        }
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.equalsIgnoreCase("host") && !name.startsWith(":");
    }

    private static boolean isAuthority(String name) {
        return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
    }

    /** The host is rewritten in at most one place. */
    static void authorityOnce(Place route) {
        List<Place> places = new ArrayList<>();
        for (String operation : List.of("set", "add")) {
            route.get("headers").get("request").get(operation).entries().forEach((name, value) -> {
                if (isAuthority(name)) {
                    places.add(value);
                }
            });
        }
        if (!route.get("rewrite").text("authority").isEmpty()) {
            places.addFirst(route.get("rewrite").get("authority"));
        }
        boolean before = false;
        for (Place place : places) {
            if (before) {
                place.tell(Sort.DUPLICATE, "authority");
            }
            before |= !place.text().isEmpty();
        }
    }
}
