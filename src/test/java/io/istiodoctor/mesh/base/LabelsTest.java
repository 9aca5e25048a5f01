package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    @ParameterizedTest
    @CsvSource({"web, app, web, 0", "web, app, Web, 1", "web, APP, web, 1", "webs, app, web, 2", "webs, app, api, 3", "webs, name, web, 4"})
    void the_nearest_labels_are_those_that_were_meant(String wanted, String key, String value, int distance) {
        assertEquals(distance, Labels.distance(Map.of("app", wanted), Map.of(key, value)));
    }
}
