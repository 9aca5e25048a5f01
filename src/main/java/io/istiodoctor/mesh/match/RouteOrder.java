package io.istiodoctor.mesh.match;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The order in which a proxy tries routes, of which some take everything (IsCatchAllRoute of Istio). */
public final class RouteOrder {
    private RouteOrder() {}

    /** What istiod makes of one VirtualService: nothing behind the first that takes everything (BuildHTTPRoutesForVirtualService). */
    public static <R> List<R> ending(Stream<R> written, Predicate<R> catchAll) {
        List<R> routes = new ArrayList<>();
        Iterator<R> rest = written.iterator();
        while (rest.hasNext()) {
            R route = rest.next();
            routes.add(route);
            if (catchAll.test(route)) {
                break;
            }
        }
        return routes;
    }

    /** What several VirtualServices have for one host: those that take everything stand behind all others (SortVHostRoutes). */
    public static <R> List<R> sorted(List<R> routes, Predicate<R> catchAll) {
        return Stream.concat(routes.stream().filter(catchAll.negate()), routes.stream().filter(catchAll)).toList();
    }
}
