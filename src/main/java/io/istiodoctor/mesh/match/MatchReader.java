package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;

/** What a match of a VirtualService asks of a request (TranslateRouteMatch of Istio). */
public final class MatchReader {
    private MatchReader() {}

    /** What an element of {@code match} of an http rule asks. */
    public static RouteMatching read(Node match, Semantics semantics) {
        List<FieldMatch> fields = new ArrayList<>();
        match.get("headers").fields().forEach((name, value) -> fields.add(new FieldMatch(Part.HEADER, name, text(value), false)));
        match.get("withoutHeaders").fields().forEach((name, value) -> fields.add(new FieldMatch(Part.HEADER, name, text(value), true)));
        single(fields, Part.METHOD, match.get("method"));
        single(fields, Part.AUTHORITY, match.get("authority"));
        single(fields, Part.SCHEME, match.get("scheme"));
        match.get("queryParams").fields().forEach((name, value) -> fields.add(new FieldMatch(Part.QUERY, name, text(value), false)));
        return new RouteMatching(path(match.get("uri"), match.get("ignoreUriCase").isTrue(), semantics), fields);
    }

    private static TextMatch path(Node uri, boolean ignoreCase, Semantics semantics) {
        TextMatch written = TextMatch.of(uri, ignoreCase);
        if (written.manner() == Manner.ANY) {
            return new TextMatch(Manner.PREFIX, "/", ignoreCase);
        }
        boolean segments = semantics != Semantics.ISTIO && written.manner() == Manner.PREFIX && !written.value().equals("/");
        String value = written.value();
        return !segments ? written
                : new TextMatch(Manner.SEGMENTS, value.endsWith("/") ? value.substring(0, value.length() - 1) : value, ignoreCase);
    }

    private static void single(List<FieldMatch> fields, Part part, Node value) {
        if (value.isPresent()) {
            fields.add(new FieldMatch(part, "", text(value), false));
        }
    }

    // An empty condition, or the expression *, asks only that there be a value (canBeConvertedToPresentMatch).
    private static TextMatch text(Node value) {
        TextMatch match = TextMatch.of(value, false);
        boolean present = match.manner() == Manner.ANY || match.manner() == Manner.REGEX && match.value().equals("*");
        return present ? new TextMatch(Manner.PRESENT, "", false) : match;
    }
}
