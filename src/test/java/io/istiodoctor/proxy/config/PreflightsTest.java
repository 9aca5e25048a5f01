package io.istiodoctor.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.trace.TraceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightsTest {
    @ParameterizedTest
    @CsvSource({
            "EXACT, https://a.example, false, OPTIONS, https://a.example, GET, true",
            "EXACT, https://a.example, false, OPTIONS, https://b.example, GET, false",
            "EXACT, https://a.example, true, OPTIONS, https://b.example, GET, true",
            "EXACT, *, false, OPTIONS, https://b.example, GET, true",
            "PREFIX, https://a, false, OPTIONS, https://a.example, GET, true",
            "REGEX, .*, false, OPTIONS, https://a.example, GET, true",
            "REGEX, .*, true, GET, https://a.example, GET, false",
            "REGEX, .*, true, OPTIONS, , GET, false",
            "REGEX, .*, true, OPTIONS, https://a.example, , false",
    })
    void what_browsers_ask(Manner manner, String value, boolean all, String method, String origin, String asked, boolean answered) {
        List<String> headers = new ArrayList<>();
        Optional.ofNullable(origin).ifPresent(o -> headers.add("Origin: " + o));
        Optional.ofNullable(asked).ifPresent(a -> headers.add("Access-Control-Request-Method: " + a));
        TraceRequest request = TraceRequest.parse("http://shop.example/",
                new TraceRequest.Options(headers, Optional.of(method), Optional.empty(), Optional.empty(),
                        Optional.empty()));
        assertEquals(answered, new Preflights(List.of(new TextMatch(manner, value, false)), all).answers(request));
    }
}
