package io.istiodoctor.mesh.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
    private final Claims claims = new Claims(YamlReader.read("token", """
            {"iss": "issuer.example", "aud": "web", "groups": ["admin", "staff"], "scope": "read write", "role": "site admin",
             "realm": {"roles": ["viewer"], "scope": "a b"}}
            """).getFirst().root());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"iss | [issuer.example]", "groups | [admin, staff]", "scope | [read, write]",
            "role | [site admin]",
            "realm.roles | [viewer]", "realm.scope | [a b]", "realm | []", "none.roles | []"})
    void only_a_scope_of_the_token_itself_is_several_words(String path, String texts) {
        assertEquals(texts, claims.texts(List.of(path.split("\\."))).toString());
    }
}
