package io.istiodoctor.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.mesh.match.TextMatch;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Envoy makes of a path. */
class PathRewriteTest {
    @ParameterizedTest
    @CsvSource({
            "PREFIX,   /api/,  /,     /api/v1,   /v1",
            "PREFIX,   /api,   /,     /api/v1,   //v1",
            "PREFIX,   /api,   /v2,   /api/v1,   /v2/v1",
            "SEGMENTS, /api,   /v2,   /api,      /v2",
            "EXACT,    /login, /auth, /login,    /auth",
            "REGEX,    /a.*,   /b,    /abc/d,    /b",
    })
    void in_place_of_what_matched(Manner manner, String match, String value, String path, String expected) {
        assertEquals(expected,
                new PathRewrite.Matched(value).apply(path, new RouteMatching(new TextMatch(manner, match, false), List.of())));
    }

    @ParameterizedTest
    @CsvSource({
            "^/api(/?)(.*), /\\2,     /api/v1,  /v1",
            "^/api(/?)(.*), /\\2,     /api,     /",
            "^/([^/]+)/v1,  /v2/\\1,  /cart/v1, /v2/cart",
            "o,             $,        /foo,     /f$$",
            "(,             x,        /foo,     /foo",
    })
    void by_a_regular_expression(String pattern, String substitution, String path, String expected) {
        assertEquals(expected, new PathRewrite.Regex(pattern, substitution).apply(path, RouteMatching.ALWAYS));
    }
}
