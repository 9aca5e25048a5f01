package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.model.WholeNumber;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that is the value of a variable.
 *
 * @param port as written, else that of its scheme
 */
record NamedUrl(String variable, String scheme, String host, long port) {
    private static final Pattern URL = Pattern
            .compile("([a-z][a-z+]{1,15})://(?:[^/@\\s]*@)?([A-Za-z0-9][A-Za-z0-9.-]*)(?::(\\d{1,5}))?(?:[/?#]\\S*)?");
    private static final Map<String, Long> PORTS = Map.ofEntries(Map.entry("http", 80L), Map.entry("https", 443L),
            Map.entry("postgres", 5432L),
            Map.entry("postgresql", 5432L), Map.entry("mysql", 3306L), Map.entry("mongodb", 27017L), Map.entry("redis", 6379L),
            Map.entry("amqp", 5672L),
            Map.entry("amqps", 5671L), Map.entry("rediss", 6380L), Map.entry("nats", 4222L));

    /** The URL that a value is; empty for every other text, and for schemes whose port is neither written nor known. */
    static Optional<NamedUrl> of(String variable, String value) {
        Matcher url = URL.matcher(value.strip());
        if (!url.matches()) {
            return Optional.empty();
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        Optional<Long> port = Optional.ofNullable(url.group(3)).flatMap(WholeNumber::of).or(() -> Optional.ofNullable(PORTS.get(scheme)));
        return port.map(p -> new NamedUrl(variable, scheme, url.group(2).toLowerCase(Locale.ROOT), p));
    }

    /** What a ServiceEntry would say of the port. */
    String protocol() {
        return switch (scheme) {
            case "http" -> "HTTP";
            case "https", "amqps", "rediss" -> "TLS";
            default -> "TCP";
        };
    }

    /** Whether the host can be one outside of the cluster: a name of several labels, and no address. */
    boolean outside() {
        return host.indexOf('.') > 0 && host.matches(".*\\.[a-z]{2,}") && !host.endsWith(".svc") && !host.endsWith(".local")
                && !host.endsWith(".internal")
                && !host.endsWith(".localhost");
    }
}
