package io.istiodoctor.trace;

import io.istiodoctor.Tables;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.proxy.Proxies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests and their ways, hop by hop. A table has requests as they would be given to {@code trace}, and below each what becomes of it;
 * {@code -Dtables.write=true} writes what is below the requests.
 */
class WaysTest {
    private static final String REQUEST = "> ";

    static Stream<String> meshes() throws IOException {
        return Tables.meshes();
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void a_request_goes_the_way_of_the_table(String name) throws IOException {
        Mesh mesh = Tables.mesh(name);
        Tracer tracer = new Tracer(new Network(mesh, Proxies.of(mesh)), EveryField.of(mesh));
        Set<Hop> told = new HashSet<>();
        StringBuilder actual = new StringBuilder();
        for (String line : Tables.read(name, "ways").lines().filter(l -> l.startsWith("#") || l.startsWith(REQUEST)).toList()) {
            actual.append(line).append('\n');
            if (line.startsWith(REQUEST)) {
                actual.append(shown(tracer.trace(request(line.substring(REQUEST.length()))), told)).append('\n');
            }
        }
        Tables.check(name, "ways", actual.toString());
    }

    /** A URL, then what {@code trace} has options for: {@code from=NAMESPACE/WORKLOAD}, {@code address=}, {@code sni=}, {@code method=}, {@code Header:value}. */
    private static TraceRequest request(String line) {
        String[] words = line.split(" ");
        List<String> rest = Stream.of(words).skip(1).toList();
        List<String> headers = new ArrayList<>(rest.stream().filter(w -> w.matches("[A-Za-z-]+:.*")).toList());
        return TraceRequest.parse(words[0], new TraceRequest.Options(headers, option(rest, "method"), option(rest, "sni"),
                option(rest, "from"), option(rest, "address")));
    }

    private static Optional<String> option(List<String> words, String name) {
        return words.stream().filter(w -> w.startsWith(name + "=")).map(w -> w.substring(name.length() + 1)).findFirst();
    }

    // On which fields a hop rests stands where it is met first.
    private static String shown(Trace trace, Set<Hop> told) {
        StringBuilder text = new StringBuilder(trace.verdict() + trace.at().map(s -> " at " + s).orElse("") + ": " + trace.expect() + "\n");
        for (Hop hop : trace.hops()) {
            text.append("  ").append(hop.stage()).append(hop.status() == HopStatus.OK ? "" : " " + hop.status())
                    .append(hop.object().map(o -> " " + o).orElse("")).append(": ").append(hop.message()).append('\n');
            if (told.add(hop)) {
                EveryField.shown(hop.findings()).forEach(f -> text.append("    rests on ").append(f).append('\n'));
            }
        }
        trace.obstacles().forEach(o -> text.append("  met: ").append(o.getClass().getSimpleName()).append('\n'));
        return text.toString();
    }
}
