package io.istiodoctor.cluster;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads lists page by page.
 *
 * @param pageSize how many objects the server is asked for at once
 * @param holdings where what was read is taken into account
 */
record ListReader(ApiRequests requests, ProgressListener progress, int pageSize, Holdings holdings) {
    private record Page(List<Resource> objects, String next, long held) {}

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
        String what = what(kind, namespace);
        ObjectReader reader = new ObjectReader(kind, version);
        List<Resource> all = new ArrayList<>();
        Map<String, String> query = new HashMap<>(selector);
        query.put("limit", String.valueOf(pageSize));
        Set<String> seen = new HashSet<>();
        String next;
        do {
            Page page = requests.get(Paths.list(kind, version, namespace), query, what, in -> page(in, reader));
            all.addAll(page.objects());
            holdings.add(page.objects().size(), page.held());
            progress.objectsRead(kind, all.size());
            next = page.next();
            if (!next.isEmpty() && !seen.add(next)) {
                throw new ApiFailure(ApiFailure.OK, what, "its pages lead in a circle, after " + all.size() + " objects");
            }
            query.put("continue", next);
        } while (!next.isEmpty());
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

    private Page page(JsonReader in, ObjectReader reader) throws IOException {
        List<Resource> objects = new ArrayList<>();
        long before = reader.held();
        String next = "";
        String kind = "";
        String apiVersion = "";
        boolean items = false;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "kind" -> kind = text(in);
                case "apiVersion" -> apiVersion = text(in);
                case "metadata" -> next = next(in);
                case "items" -> {
                    items = true;
                    items(in, reader, objects);
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        reader.requireList(apiVersion, kind, items);
        return new Page(objects, next, reader.held() - before);
    }

    private static String text(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.STRING) {
            return in.nextString();
        }
        in.skipValue();
        return "";
    }

    private void items(JsonReader in, ObjectReader reader, List<Resource> objects) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return;
        }
        long before = reader.held();
        in.beginArray();
        while (in.hasNext()) {
            objects.add(reader.item(in));
            holdings.require(objects.size(), reader.held() - before);
        }
        in.endArray();
    }

    private static String next(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return "";
        }
        String next = "";
        boolean more = false;
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (name.equals("continue") && in.peek() == JsonToken.STRING) {
                next = in.nextString();
            } else {
                more |= in.peek() != JsonToken.NULL && (name.equals("continue") || name.equals("remainingItemCount"));
                in.skipValue();
            }
        }
        in.endObject();
        if (more && next.isEmpty()) {
            throw new WrongAnswer("it is not all, and says not how to go on");
        }
        return next;
    }
}
