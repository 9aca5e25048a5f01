package io.istiodoctor.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** URLs as rules of definitions ask for them ({@code isURL}, {@code url} of apiserver's CEL library): absolute ones, or paths from the root on. */
public final class UrlText {
    private UrlText() {}

    /** Whether it is a URL. */
    public static boolean isUrl(String text) {
        return uri(text).isPresent();
    }

    /** Its scheme; empty where it has none, or is no URL. */
    public static String scheme(String text) {
        return uri(text).map(URI::getScheme).orElse("");
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(u -> u.isAbsolute() || text.startsWith("/"));
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
