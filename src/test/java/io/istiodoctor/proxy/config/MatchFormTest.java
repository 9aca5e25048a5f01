package io.istiodoctor.proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.match.MatchReader;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.yaml.YamlReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a match asks for, in the laboratory's words. */
class MatchFormTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {uri: {prefix: /a}}                                                            | prefix /a [] []
            {uri: {exact: /a}, ignoreUriCase: true}                                        | exact /a ignoring case [] []
            {method: {exact: GET}, headers: {x-b: {exact: v}, x-a: {}}}                    | prefix / [:method, x-a, x-b] []
            {authority: {exact: h}, scheme: {exact: https}, queryParams: {q: {exact: v}}}  | prefix / [:authority, :scheme] [q]
            {headers: {"@request.auth.claims.group": {exact: staff}, x-a: {exact: v}}}     | prefix / [x-a] []
            {withoutHeaders: {x-c: {}}}                                                    | prefix / [x-c] []
            """)
    void all_but_claims(String match, String form) {
        MatchForm asked = MatchForm.of(MatchReader.read(YamlReader.read("a row", match).getFirst().root(), Semantics.ISTIO));
        assertEquals(form, asked.pathManner() + " " + asked.path() + (asked.ignoreCase() ? " ignoring case " : " ") + asked.headers() + " "
                + asked.queryParameters());
    }
}
