package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The line that asks for a URL from a shell. */
final class ShellCommand {
    private ShellCommand() {}

    /**
     * A request by HTTP.
     *
     * @param address where the host must be found, when that is not what it resolves to
     */
    static String curl(String url, String host, long port, Optional<String> address, Condition condition) {
        List<String> words = new ArrayList<>(List.of("curl", "-i"));
        String place = host + ":" + port + ":";
        address.ifPresent(a -> words.addAll(Addresses.literal(a) ? List.of("--resolve", quote(place + Addresses.inUrl(a)))
                : List.of("--connect-to", quote(place + a + ":" + port))));
        for (FieldMatch field : condition.fields()) {
            if (field.match().manner() == TextMatch.Manner.EXACT && !field.absent()) {
                switch (field.part()) {
                    case HEADER -> words.addAll(List.of("-H", quote(field.name() + ": " + field.match().value())));
                    case METHOD -> words.addAll(List.of("-X", quote(field.match().value())));
                    default -> { }
                }
            }
        }
        words.add(quote(url));
        return String.join(" ", words);
    }

    /** A connection without HTTP: with TLS when a name is given. */
    static String connect(String address, long port, Optional<String> sni) {
        return sni.map(name -> "openssl s_client -connect " + quote(Addresses.inUrl(address) + ":" + port) + " -servername "
                + quote(name)).orElse("nc -vz " + quote(address) + " " + port);
    }

    static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
