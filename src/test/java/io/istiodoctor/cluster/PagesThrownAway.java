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
import okio.BufferedSource;
import okio.Okio;

/** Fetches the pages that the reader of a cluster fetches, as many at a time, and throws them away: what reading is held against. */
final class PagesThrownAway {
    private static final Pattern NEXT = Pattern.compile("\"continue\":\"([^\"]+)\"");
    /** Where the list says how it goes on. */
    private static final int BEGINNING = 2048;

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
                    BufferedSource body = response.body().source();
                    body.request(BEGINNING);
                    Matcher next = NEXT.matcher(body.getBuffer().snapshot((int) Math.min(BEGINNING, body.getBuffer().size())).utf8());
                    query = new ArrayList<>();
                    if (next.find()) {
                        query.add(new Pair("limit", String.valueOf(pageSize)));
                        query.add(new Pair("continue", next.group(1)));
                    }
                    bytes += body.readAll(Okio.blackhole());
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
}
