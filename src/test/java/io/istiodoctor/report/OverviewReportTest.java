package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Severity;
import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.SmallMesh;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverviewReportTest {
    private static final String HEALTHY = SmallMesh.SHOP_AT_EXTERNAL_IP.manifests();
    private static final Overview WELL = overview(HEALTHY);
    private static final Overview BROKEN = overview(HEALTHY.replace("gateways: [shop]", "gateways: [shopp]")
            .replace("port: 8000, targetPort: 8080", "port: 8000, targetPort: http"));

    private static Overview overview(String manifests) {
        Meshes mesh = Meshes.of(manifests).withFindings();
        return new Overview("manifests/", mesh.urls(), new Diagnosis(mesh.diagnosis().findings(), List.of(), List.of(), 8, 96));
    }

    private static String text(Overview overview, int width, boolean colour, boolean unicode) {
        return OverviewText.render(overview, List.of("-f", "manifests/"), new Screen(width, colour, unicode));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 140})
    void the_first_screen_looks_as_recorded(int width) throws IOException {
        Golden.check("overview-broken-" + width + ".txt", text(BROKEN, width, false, true));
        Golden.check("overview-well-" + width + ".txt", text(WELL, width, false, true));
    }

    @Test
    void colour_changes_nothing_but_colour_and_ascii_is_ascii() throws IOException {
        Golden.check("overview-broken-80-colour.txt", text(BROKEN, 80, true, true));
        assertEquals(text(BROKEN, 80, false, true), text(BROKEN, 80, true, true).replaceAll("\u001b\\[[0-9;]*m", ""));
        assertTrue(text(BROKEN, 80, false, false).chars().allMatch(c -> c < 128));
    }

    @Test
    void what_to_type_next_mends_what_is_broken_and_can_be_pasted() {
        assertTrue(text(BROKEN, 80, false, true).contains("  istio-doctor mend https://shop.example.com/shop -f manifests/\n"),
                text(BROKEN, 80, false, true));
        assertFalse(text(WELL, 80, false, true).contains("istio-doctor mend"));
        String quoted = OverviewText.render(BROKEN, List.of("-f", "my manifests/which have a rather long name"),
                new Screen(80, false, true));
        assertTrue(
                quoted.contains(
                        "  istio-doctor mend https://shop.example.com/shop -f \\\n      'my manifests/which have a rather long name'\n"),
                quoted);
        assertTrue(text(BROKEN, 80, true, true).lines().noneMatch(l -> l.matches(".* \u001b\\[0m")), "painted blanks fill a line");
    }

    @Test
    void where_nothing_is_exposed_it_says_so() {
        Overview nothing = new Overview("manifests/", List.of(), new Diagnosis(List.of(), List.of(), List.of(), 0, 96));
        assertTrue(text(nothing, 80, false, true).contains("Nothing is exposed"));
        assertFalse(text(nothing, 80, false, true).contains("istio-doctor urls"));
    }

    @Test
    void errors_are_listed_where_no_row_tells_them() {
        Overview overview = new Overview("manifests/", List.of(), BROKEN.diagnosis());
        List<Finding> errors = overview.diagnosis().findings().stream().filter(f -> f.severity() == Severity.ERROR).toList();
        assertEquals(2, errors.size());
        String text = text(overview, 140, false, true).replaceAll("\\s+", " ");
        errors.forEach(e -> assertTrue(text.contains(e.message()), text));
        assertFalse(text.contains("Also"), text);
    }

    @Test
    void many_hosts_are_one_screen() {
        String routes = IntStream.range(0, 60)
                .mapToObj(
                        i -> """
                                ---
                                apiVersion: networking.istio.io/v1
                                kind: VirtualService
                                metadata: {name: shop-%1$d, namespace: shop}
                                spec: {hosts: [shop-%1$d.example.com], gateways: [many], http: [{route: [{destination: {host: shop, port: {number: 8000}}}]}]}
                                """
                                .formatted(i))
                .reduce("", String::concat);
        String gateway = """
                ---
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: many, namespace: shop}
                spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: plain, protocol: HTTP}, hosts: ["*.example.com"]}]}
                """;
        String text = text(overview(HEALTHY + gateway + routes), 80, false, true);
        assertTrue(text.lines().count() < 60, text);
        assertTrue(text.contains("more hosts"), text);
    }
}
