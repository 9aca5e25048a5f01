package io.istiodoctor.mesh.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    @ParameterizedTest
    @CsvSource({"web, app, web, 0", "web, app, Web, 1", "web, APP, web, 1", "webs, app, web, 2", "webs, app, api, 3", "webs, name, web, 4"})
    void the_nearest_labels_are_those_that_were_meant(String wanted, String key, String value, int distance) {
        assertEquals(distance, Labels.distance(Map.of("app", wanted), Map.of(key, value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"web | app=Web,tier=front | app: Web", "web | APP=web | APP: web", "webs | app=web | app: web",
            "webs | app=api |",
            "webs | name=webs |"})
    void a_selector_takes_the_values_that_are_like_its_own(String wanted, String labels, String near) {
        Map<String, String> carried = Arrays.stream(labels.split(",")).map(l -> l.split("="))
                .collect(Collectors.toMap(l -> l[0], l -> l[1]));
        assertEquals(near == null ? "" : near, Labels.show(Labels.alike(Map.of("app", wanted), carried)));
    }
}
