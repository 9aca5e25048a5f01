package io.istiodoctor.cluster;

import io.istiodoctor.cluster.PageReading.Page;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Reads lists page by page.
 *
 * @param pageSize how many objects the server is asked for at once
 * @param holdings where what was read is taken into account
 */
record ListReader(ApiRequests requests, ProgressListener progress, int pageSize, Holdings holdings) {
    /**
     * Lists a kind.
     *
     * @param namespace empty for all namespaces, and for kinds that are not namespaced
     * @param selector parameters that choose objects, such as labelSelector
     * @throws ApiFailure when the server refuses, or answers with anything but such a list
     */
    List<Resource> list(Kind kind, String version, String namespace, Map<String, String> selector) {
        try {
            return pages(kind, version, namespace, selector);
        } catch (ApiFailure e) {
            if (e.status() != ApiFailure.GONE) {
                throw e;
            }
            // The server has forgotten the state that the list began with; a second time that is no bad luck any more.
            return pages(kind, version, namespace, selector);
        }
    }

    private List<Resource> pages(Kind kind, String version, String namespace, Map<String, String> selector) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                String what = what(kind, namespace);
                return pages(kind, version, what, (token, reader) -> {
                    Map<String, String> query = new HashMap<>(selector);
                    query.put("limit", String.valueOf(pageSize));
                    if (!token.isEmpty()) {
                        query.put("continue", token);
                    }
                    return new PageReading(reader, body -> requests.get(Paths.list(kind, version, namespace), query, what, body),
                            (in, next) -> page(in, reader, next), threads);
                });
            } catch (RuntimeException | Error e) {
                // Nobody waits for the page that is read ahead.
                threads.shutdownNow();
                throw e;
            }
        }
    }

    /**
     * The objects of all pages. While a page is read, the next one is asked for and read, too: one ahead, so that little is held that was not counted.
     *
     * @param ask begins to read a page: by what the page before it told, and with a reader that nobody else uses
     */
    private List<Resource> pages(Kind kind, String version, String what, BiFunction<String, ObjectReader, PageReading> ask) {
        List<Resource> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<ObjectReader> idle = new ArrayDeque<>();
        Optional<PageReading> reading = Optional.of(ask.apply("", new ObjectReader(kind, version)));
        while (reading.isPresent()) {
            PageReading current = reading.get();
            String told = current.next();
            Optional<PageReading> ahead = told.isEmpty() ? Optional.empty()
                    : Optional.of(ask.apply(told, idle.isEmpty() ? new ObjectReader(kind, version) : idle.pop()));
            Page page = current.page();
            idle.push(current.reader());
            all.addAll(page.objects());
            holdings.add(page.objects().size(), page.held());
            progress.objectsRead(kind, all.size());
            if (!page.next().isEmpty() && !seen.add(page.next())) {
                throw new ApiFailure(ApiFailure.OK, what, "its pages lead in a circle, after " + all.size() + " objects");
            }
            // An answer that broke off and was given again may go on otherwise than it had begun to.
            reading = page.next().equals(told) ? ahead
                    : page.next().isEmpty() ? Optional.empty() : Optional.of(ask.apply(page.next(), idle.pop()));
        }
        return once(all);
    }

    /** What stands on two pages, because it has changed between them, is one object: the one that was read last. */
    private static List<Resource> once(List<Resource> all) {
        Map<ObjectRef, Resource> objects = LinkedHashMap.newLinkedHashMap(all.size());
        all.forEach(r -> objects.put(r.ref(), r));
        return objects.size() == all.size() ? all : List.copyOf(objects.values());
    }

    static String what(Kind kind, String namespace) {
        String where = !kind.namespaced() ? "" : namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace;
        return "listing " + kind.resourceName() + where;
    }

    private Page page(JsonAnswer in, ObjectReader reader, Consumer<String> told) {
        List<Resource> objects = new ArrayList<>();
        long before = reader.held();
        String next = "";
        String kind = "";
        String apiVersion = "";
        boolean items = false;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.name()) {
                case "kind" -> kind = text(in);
                case "apiVersion" -> apiVersion = text(in);
                case "metadata" -> {
                    next = next(in);
                    told.accept(next);
                }
                case "items" -> {
                    items = true;
                    items(in, reader, objects);
                }
                default -> in.skip();
            }
        }
        in.endObject();
        reader.requireList(apiVersion, kind, items);
        return new Page(objects, next, reader.held() - before);
    }

    private static String text(JsonAnswer in) {
        if (in.isString()) {
            return in.string();
        }
        in.skip();
        return "";
    }

    private void items(JsonAnswer in, ObjectReader reader, List<Resource> objects) {
        if (in.isNull()) {
            in.skip();
            return;
        }
        long before = reader.held();
        in.beginList();
        while (in.hasNext()) {
            objects.add(reader.item(in));
            holdings.require(objects.size(), reader.held() - before);
        }
        in.endList();
    }

    private static String next(JsonAnswer in) {
        if (!in.isObject()) {
            in.skip();
            return "";
        }
        String next = "";
        boolean more = false;
        in.beginObject();
        while (in.hasNext()) {
            String name = in.name();
            if (name.equals("continue") && in.isString()) {
                next = in.string();
            } else {
                more |= !in.isNull() && (name.equals("continue") || name.equals("remainingItemCount"));
                in.skip();
            }
        }
        in.endObject();
        if (more && next.isEmpty()) {
            throw new WrongAnswer("it is not all, and says not how to go on");
        }
        return next;
    }
}
