package io.istiodoctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mendings;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelCommandTest {
    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels:
                istio-injection: disabled # for now
                team: a
            """;
    private static final String BARE = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\n";

    private static Optional<String> diff(String command, String manifest) {
        List<Resource> all = Mendings.read(manifest).resources();
        return CommandDiff.of(command, all.getFirst(), n -> all.stream().filter(r -> r.ref().name().equals(n)).toList(), r -> true);
    }

    private static String changed(String command, String manifest) {
        return diff(command, manifest).orElseThrow().lines().filter(l -> l.matches("[-+][^-+].*"))
                .map(String::stripTrailing)
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "istio-injection=enabled --overwrite; -    istio-injection: disabled # for now | +    istio-injection: enabled # for now",
            "istio-injection-; -    istio-injection: disabled # for now",
            "istio.io/rev=canary; +    istio.io/rev: canary",
            "istio.io/ingress-use-waypoint=true; '+    istio.io/ingress-use-waypoint: \"true\"'",
            "istio-injection- team=b; -    istio-injection: disabled # for now | -    team: a | +    team: b"})
    void labels_of_a_namespace_are_changed_where_it_is_written(String change, String expected) {
        assertEquals(expected.strip(), changed("kubectl label namespace shop " + change, NAMESPACE));
    }

    @Test
    void an_object_without_annotations_gets_some() {
        assertEquals(
                "-metadata: {name: web, namespace: shop} | +metadata: {name: web, namespace: shop, annotations: {networking.istio.io/exportTo: \"*\"}}",
                changed("kubectl -n shop annotate service web networking.istio.io/exportTo=*", BARE));
    }

    @Test
    void a_value_stands_without_the_quotes_of_the_shell() {
        assertEquals(
                "-metadata: {name: web, namespace: shop} | +metadata: {name: web, namespace: shop, annotations: {networking.istio.io/exportTo: \".,edge\"}}",
                changed("kubectl -n shop annotate service web networking.istio.io/exportTo='.,edge'", BARE));
    }

    @Test
    void another_object_is_labelled_where_it_is_written() {
        assertEquals("+    istio.io/use-waypoint: waypoint",
                changed("kubectl label namespace shop istio.io/use-waypoint=waypoint", BARE + "---\n" + NAMESPACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubectl -n shop label service other a=b", "kubectl -n other label service web a=b",
            "kubectl label service web a=b",
            "kubectl -n shop label pod web a=b", "kubectl -n shop label service web a='b c'",
            "kubectl -n shop get service web --show-labels",
            "kubectl -n shop label service web a-"})
    void what_is_about_something_else_or_changes_nothing_is_no_diff(String command) {
        assertTrue(diff(command, BARE).isEmpty());
    }
}
