package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.JsonScanner;
import io.istiodoctor.yaml.SyntaxError;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Requests to the API server, a bounded number at a time; those that only read are tried again where that can help. */
final class ApiRequests {
    /** Reads an answer's JSON from its first token to its last. */
    @FunctionalInterface
    interface Body<T> {
        T read(JsonAnswer in);
    }

    private static final int AT_ONCE = 8;
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int ERROR_SHOWN = 64 * 1024;
    private static final String[] CREDENTIALS = {"BearerToken"};

    private final LeanApiClient client;
    private final Target target;
    private final Deadlines deadlines;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    ApiRequests(LeanApiClient client, Target target, Deadlines deadlines) {
        this.client = client;
        this.target = target;
        this.deadlines = deadlines;
    }

    Target target() {
        return target;
    }

    LeanApiClient client() {
        return client;
    }

    <T> T get(String path, Map<String, String> query, String what, Body<T> body) {
        return get(path, query, "application/json", what, body);
    }

    /**
     * Gets a path and reads the answer. A body may be read twice: an answer that breaks off is asked for again.
     *
     * @param what the request as a gerund clause, for messages
     * @throws ApiFailure when the server refuses, or stays unable to answer
     * @throws UserError when it cannot be reached, or does not know the user
     */
    <T> T get(String path, Map<String, String> query, String accept, String what, Body<T> body) {
        for (int attempt = 1;; attempt++) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << attempt - 1);
            acquire();
            try (Response response = send(path, query, accept, what)) {
                if (response.code() == 200) {
                    return read(response, what, body);
                }
                ApiFailure failure = failure(response, what);
                if (!isPassing(response.code()) || attempt == ATTEMPTS) {
                    throw failure;
                }
                pause = retryAfter(response).orElse(pause);
            } catch (BrokenOff e) {
                if (attempt == ATTEMPTS || !e.worthTryingAgain) {
                    throw e.error;
                }
            } finally {
                permits.release();
            }
            sleep(pause);
        }
    }

    /**
     * Sends a change, once.
     *
     * @param type the content type of the body
     * @param dryRun whether the server shall keep nothing of it
     * @param what the request as a gerund clause, for messages
     * @throws ApiFailure when the server refuses
     * @throws UserError when it cannot be reached, or does not know the user
     */
    void change(String method, String path, String type, String body, boolean dryRun, String what) {
        List<Pair> parameters = dryRun ? List.of(new Pair("dryRun", "All"), new Pair("fieldManager", "istio-doctor"))
                : List.of(new Pair("fieldManager", "istio-doctor"));
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json", "Content-Type", type));
        acquire();
        try {
            Call built = client.buildCall(null, path, method, parameters, List.of(), body.getBytes(StandardCharsets.UTF_8), headers,
                    new HashMap<>(),
                    new HashMap<>(), CREDENTIALS, null);
            Call call = client.getHttpClient().newCall(
                    built.request().newBuilder().method(method, new OnceSent(Objects.requireNonNull(built.request().body()))).build());
            call.timeout().timeout(deadlines.next(what).toNanos(), TimeUnit.NANOSECONDS);
            try (Response response = call.execute()) {
                if (!response.isSuccessful()) {
                    throw failure(response, what);
                }
            }
        } catch (IOException e) {
            throw ConnectionFailure.beforeAnswer(e, what, target, deadlines);
        } catch (ApiException e) {
            throw new IllegalStateException("bytes need not be serialised", e);
        } finally {
            permits.release();
        }
    }

    private Response send(String path, Map<String, String> query, String accept, String what) throws BrokenOff {
        List<Pair> parameters = query.entrySet().stream().map(e -> new Pair(e.getKey(), e.getValue())).toList();
        Map<String, String> headers = new HashMap<>(Map.of("Accept", accept));
        try {
            Call call = client.buildCall(null, path, "GET", parameters, List.of(), null, headers, new HashMap<>(),
                    new HashMap<>(), CREDENTIALS, null);
            call.timeout().timeout(deadlines.next(what).toNanos(), TimeUnit.NANOSECONDS);
            return call.execute();
        } catch (IOException e) {
            boolean unreachable = e instanceof ConnectException || e instanceof NoRouteToHostException
                    || e instanceof UnknownHostException || e instanceof SSLException || e instanceof InterruptedIOException;
            throw new BrokenOff(ConnectionFailure.beforeAnswer(e, what, target, deadlines), !unreachable);
        } catch (ApiException e) {
            throw new IllegalStateException("a GET has no body to be serialised", e);
        }
    }

    private <T> T read(Response response, String what, Body<T> body) throws BrokenOff {
        ResponseBody content = response.body();
        if (content.contentType() == null || !content.contentType().subtype().contains("json")) {
            throw new ApiFailure(ApiFailure.OK, what, "it is " + (content.contentType() == null ? "of no type"
                    : content.contentType().type() + "/" + content.contentType().subtype()) + " instead of JSON");
        }
        JsonAnswer in = new JsonAnswer(content.byteStream());
        try {
            T read = body.read(in);
            if (in.next() != JsonScanner.END) {
                throw new ApiFailure(ApiFailure.OK, what, "it goes on behind its end");
            }
            return read;
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            throw new BrokenOff(ConnectionFailure.duringAnswer(cause, what, target, deadlines), !(cause instanceof InterruptedIOException));
        } catch (SyntaxError e) {
            throw new BrokenOff(ConnectionFailure.noJson(in.next() == JsonScanner.END, what, target), true);
        } catch (WrongAnswer e) {
            throw new ApiFailure(ApiFailure.OK, what, e.problem());
        }
    }

    private ApiFailure failure(Response response, String what) {
        String text = start(response);
        if (response.code() == 400
                && (text.contains("HTTP request to an HTTPS server") || text.contains("HTTP request was sent to HTTPS port"))) {
            throw new UserError(UserError.UNREADABLE_CLUSTER, ConnectionFailure.speaksTls(target));
        }
        String message = Optional.of(response).filter(Response::isRedirect).flatMap(SameServer::name)
                .map(target -> "redirected to " + target)
                .or(() -> StatusMessage.of(text)).orElse(response.message());
        if (response.code() == 401) {
            throw new UserError(UserError.UNREADABLE_CLUSTER, "the API server does not accept the credentials of "
                    + target.identity() + " (401): " + message + "; log in again, or choose another context with --context");
        }
        return new ApiFailure(response.code(), what, message);
    }

    private static String start(Response response) {
        try {
            return response.peekBody(ERROR_SHOWN).string();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isPassing(int status) {
        return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
    }

    private static Optional<Duration> retryAfter(Response response) {
        return Optional.ofNullable(response.header("Retry-After")).filter(s -> s.matches("\\d{1,4}"))
                .map(s -> Duration.ofSeconds(Long.parseLong(s)))
                .map(d -> d.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : d);
    }

    private void acquire() {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static UserError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UserError(UserError.UNREADABLE_CLUSTER, "reading the cluster was interrupted", e);
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** A body that the HTTP client does not send again by itself where the connection breaks off: what it asks for may have been done. */
    private static final class OnceSent extends RequestBody {
        private final RequestBody content;

        OnceSent(RequestBody content) {
            this.content = content;
        }

        @Override
        public @Nullable MediaType contentType() {
            return content.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return content.contentLength();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            content.writeTo(sink);
        }

        @Override
        public boolean isOneShot() {
            return true;
        }
    }

    /** A connection that failed, with what the user is told when trying again does not help. */
    private static final class BrokenOff extends Exception {
        private static final long serialVersionUID = 1L;

        private final UserError error;
        private final boolean worthTryingAgain;

        BrokenOff(UserError error, boolean worthTryingAgain) {
            super(error);
            this.error = error;
            this.worthTryingAgain = worthTryingAgain;
        }
    }
}
