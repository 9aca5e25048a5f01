package io.istiodoctor.proxy.config;

import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import java.util.List;
import java.util.Locale;

/**
 * What a route asks of a request, in the laboratory's words.
 *
 * @param pathManner how the path is compared: prefix, exact, pathPrefix (whole segments) or regex
 * @param path what it is compared with
 * @param ignoreCase whether letter case does not count in the path
 * @param headers those that are looked at, {@code :method} and the like among them, sorted; claims of tokens are none
 * @param queryParameters those that are looked at, sorted
 */
public record MatchForm(String pathManner, String path, boolean ignoreCase, List<String> headers, List<String> queryParameters) {
    static MatchForm of(RouteMatching match) {
        String manner = match.path().manner() == Manner.SEGMENTS ? "pathPrefix" : match.path().manner().name().toLowerCase(Locale.ROOT);
        List<String> headers = match.fields().stream().filter(f -> f.part() != Part.QUERY && !f.claim())
                .map(f -> f.part() == Part.HEADER ? f.name() : ":" + f.part().name().toLowerCase(Locale.ROOT)).sorted().toList();
        return new MatchForm(manner, match.pathValue(), match.path().ignoreCase(), headers,
                match.fields().stream().filter(f -> f.part() == Part.QUERY).map(FieldMatch::name).sorted().toList());
    }
}
