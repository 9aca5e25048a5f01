package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines for a shell, such as the one that asks for a URL. */
public final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

    private ShellCommand() {}

    /**
     * A request by HTTP.
     *
     * @param address where the host must be found, when that is not what it resolves to
     */
    static String curl(String url, String host, long port, Optional<String> address, RouteMatching match) {
        List<String> words = new ArrayList<>(List.of("curl", "-i"));
        String place = host + ":" + port + ":";
        address.ifPresent(a -> words.addAll(Addresses.literal(a) ? List.of("--resolve", quote(place + Addresses.inUrl(a)))
                : List.of("--connect-to", quote(place + a + ":" + port))));
        headers(match).forEach(h -> words.addAll(List.of("-H", quote(h))));
        method(match).ifPresent(m -> words.addAll(List.of("-X", quote(m))));
        words.add(quote(url));
        return String.join(" ", words);
    }

    /** The headers that a route asks for by their exact values, as curl takes them; claims of tokens and pseudo-headers are none. */
    static List<String> headers(RouteMatching match) {
        return exact(match, Part.HEADER).filter(f -> TraceRequest.carries(f.name(), f.match().value()))
                .map(f -> f.name() + ": " + f.match().value()).toList();
    }

    /** The method that a route asks for. */
    static Optional<String> method(RouteMatching match) {
        return exact(match, Part.METHOD).map(f -> f.match().value()).filter(TraceRequest::isToken).findFirst();
    }

    private static Stream<FieldMatch> exact(RouteMatching match, Part part) {
        return match.fields().stream().filter(f -> f.part() == part && f.match().manner() == TextMatch.Manner.EXACT && !f.absent());
    }

    /** A connection without HTTP: with TLS when a name is given. */
    static String connect(String address, long port, Optional<String> sni) {
        return sni.map(name -> "openssl s_client -connect " + quote(Addresses.inUrl(address) + ":" + port) + " -servername "
                + quote(name)).orElse("nc -vz " + quote(address) + " " + port);
    }

    /** A word as a shell reads it; the variable that holds an address is left to the shell. */
    public static String quote(String word) {
        if (word.contains(WantedAddress.VARIABLE)) {
            return Arrays.stream(word.split(Pattern.quote(WantedAddress.VARIABLE), -1)).map(part -> part.replaceAll("[\\\\\"`$]", "\\\\$0"))
                    .collect(Collectors.joining(WantedAddress.VARIABLE, "\"", "\""));
        }
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
