package io.istiodoctor.cluster;

import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects within one server alone. The credentials were given for this server: they go to no other, nor to the
 * same one without TLS. Every other redirect is an answer like any other.
 */
final class SameServer implements Interceptor {
    private static final int MOST = 5;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Response response = chain.proceed(request);
        for (int i = 0; i < MOST && response.isRedirect(); i++) {
            HttpUrl from = request.url();
            HttpUrl to = target(response);
            if (to == null || !to.scheme().equals(from.scheme()) || !to.host().equals(from.host()) || to.port() != from.port()) {
                return response;
            }
            response.close();
            request = request.newBuilder().url(to).build();
            response = chain.proceed(request);
        }
        return response;
    }

    /** Where a redirect leads, as messages name it: without what stands behind the path, which may be secret. */
    static Optional<String> name(Response redirect) {
        return Optional.ofNullable(target(redirect))
                .map(target -> target.newBuilder().query(null).fragment(null).username("").password("").build().toString());
    }

    private static @Nullable HttpUrl target(Response redirect) {
        String location = redirect.header("Location");
        return location == null ? null : redirect.request().url().resolve(location);
    }
}
