package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import okio.Buffer;
import okio.Sink;
import okio.Timeout;

/** Fetches the pages that the reader of a cluster fetches, as many at a time, and throws them away: what reading is held against. */
final class PagesThrownAway {
    private static final Pattern NEXT = Pattern.compile("\"continue\":\"([^\"]+)\"");
    /** A list says how it goes on at its beginning, and one of custom objects at its end; in so many bytes. */
    private static final int EDGE = 4096;

    private final ClusterConnection connection;
    private final int pageSize;
    private final Discovery discovery;
    private final Semaphore permits = new Semaphore(8);

    PagesThrownAway(ClusterConnection connection, int pageSize) {
        this.connection = connection;
        this.pageSize = pageSize;
        this.discovery = Discovery.read(connection.requests());
    }

    /** How many bytes they had, unpacked. */
    long fetch() {
        List<Kind> kinds = Arrays.stream(Kind.values())
                .filter(k -> k != Kind.SECRET && k != Kind.ENDPOINTS && k != Kind.CONFIG_MAP && !discovery.candidates(k).isEmpty())
                .toList();
        return Parallel.map(kinds, this::fetch).stream().mapToLong(Long::longValue).sum();
    }

    private long fetch(Kind kind) {
        String path = Paths.list(kind, discovery.candidates(kind).iterator().next(), "");
        long bytes = 0;
        List<Pair> query = List.of(new Pair("limit", String.valueOf(pageSize)));
        try {
            while (!query.isEmpty()) {
                permits.acquire();
                try (Response response = connection.requests().client().buildCall(null, path, "GET", query, List.of(), null,
                        new HashMap<>(Map.of("Accept", "application/json")), new HashMap<>(), new HashMap<>(), new String[] {"BearerToken"},
                        null).execute()) {
                    Edges edges = new Edges();
                    bytes += response.body().source().readAll(edges);
                    Matcher next = NEXT.matcher(edges.text());
                    query = new ArrayList<>();
                    if (next.find()) {
                        query.add(new Pair("limit", String.valueOf(pageSize)));
                        query.add(new Pair("continue", next.group(1)));
                    }
                } finally {
                    permits.release();
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ApiException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the beginning and the end of what is thrown away. */
    private static final class Edges implements Sink {
        private final Buffer beginning = new Buffer();
        private final Buffer end = new Buffer();

        String text() {
            return beginning.snapshot().utf8() + end.snapshot().utf8();
        }

        @Override
        public void write(Buffer source, long count) throws IOException {
            long first = Math.min(count, EDGE - beginning.size());
            beginning.write(source, first);
            end.write(source, count - first);
            end.skip(Math.max(0, end.size() - EDGE));
        }

        @Override
        public void flush() {}

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
