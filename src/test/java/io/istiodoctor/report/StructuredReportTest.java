package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.istiodoctor.model.Diagnosis;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class StructuredReportTest {
    private static final Screen ANY = new Screen(80, true, false);

    @Test
    void json_looks_as_recorded() throws IOException {
        Golden.check("files.json", render("json", Samples.files()));
        Golden.check("nasty.json", render("json", Samples.nasty()));
        Golden.check("nothing.json", render("json", Samples.nothing()));
        Golden.check("unread.json", render("json", Samples.unread()));
    }

    @Test
    void yaml_looks_as_recorded() throws IOException {
        Golden.check("files.yaml", render("yaml", Samples.files()));
    }

    @Test
    void json_keeps_hostile_text_but_escaped() {
        String json = render("json", Samples.nasty());
        assertTrue(json.codePoints().noneMatch(c -> c != '\n' && Hostile.is(c)));
        String message = new Gson().fromJson(json, JsonObject.class).getAsJsonArray("findings").get(0).getAsJsonObject()
                .get("message").getAsString();
        assertEquals(Samples.nasty().findings().getFirst().message(), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "live", "many", "nothing"})
    void yaml_says_what_json_says(String sample) {
        Diagnosis diagnosis = sample(sample);
        Object fromYaml = new Yaml().load(render("yaml", diagnosis));
        Object fromJson = new Yaml().load(render("json", diagnosis));
        assertEquals(fromJson, fromYaml);
    }

    @Test
    void yaml_escapes_hostile_text() {
        assertTrue(render("yaml", Samples.nasty()).codePoints().noneMatch(c -> c != '\n' && Hostile.is(c)));
    }

    @Test
    void a_live_finding_has_no_location_and_a_cluster_scoped_object_no_namespace() {
        Object live = new Yaml().load(render("json", Samples.many()));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) ((Map<?, ?>) live).get("findings")).getFirst();
        assertFalse(first.containsKey("location"));
        assertEquals(Map.of("apiVersion", "networking.istio.io/v1", "kind", "Gateway", "name", "g3"), first.get("object"));
    }

    private static Diagnosis sample(String name) {
        return switch (name) {
            case "files" -> Samples.files();
            case "live" -> Samples.live();
            case "many" -> Samples.many();
            default -> Samples.nothing();
        };
    }

    private static String render(String format, Diagnosis diagnosis) {
        return Report.named(format).orElseThrow().render(diagnosis, ANY);
    }
}
