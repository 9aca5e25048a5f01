package io.istiodoctor.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.trace.Meshes;
import io.istiodoctor.trace.ServiceTracer;
import io.istiodoctor.trace.SmallMesh;
import io.istiodoctor.trace.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TraceReportTest {
    private static final Meshes PLAIN = Meshes.of(SmallMesh.SHOP_OF_EVERY_HOST.manifests())
            .withFindings();
    private static final Meshes NAMED = Meshes.of(
            SmallMesh.SHOP_AT_EXTERNAL_IP.manifests()).withFindings();
    private static final Meshes BROKEN = Meshes.of(SmallMesh.SHOP_OF_EVERY_HOST.manifests()
            .replace("port: {number: 80, name: main", "port: {number: 8000, name: main")).withFindings();
    private static final Meshes SUSPECT = Meshes.of(SmallMesh.healthy("lb", true, false, "*", "", "8081").manifests()).withFindings();

    private static final Meshes REDIRECT = Meshes.of(SmallMesh.SHOP_AT_EXTERNAL_IP
            .manifests().replace("  servers:\n", "  servers:\n  - {port: {number: 80, name: plain, protocol: HTTP}, "
                    + "hosts: [shop.example.com], tls: {httpsRedirect: true}}\n"))
            .withFindings();

    private static final Map<String, Trace> TRACES = Map.of("reachable", PLAIN.trace("http://203.0.113.7/shop"),
            "entry", PLAIN.trace("http://203.0.113.7:30080/shop"), "gateway", BROKEN.trace("http://203.0.113.7/shop"),
            "route", PLAIN.trace("http://203.0.113.7/login"), "pod", SUSPECT.trace("http://203.0.113.7/"),
            "name", NAMED.trace("https://shop.example.com/shop"), "redirect", REDIRECT.trace("http://shop.example.com/shop"));

    private static final List<String> MEND = List.of("mend", "http://203.0.113.7/shop", "-n", "shop");

    static Stream<Arguments> traces_and_widths() {
        return TRACES.keySet().stream().sorted().flatMap(name -> Stream.of(80, 140).map(width -> Arguments.of(name, width)));
    }

    @ParameterizedTest
    @MethodSource("traces_and_widths")
    void a_trace_looks_as_recorded(String name, int width) throws IOException {
        Golden.check("trace-" + name + "-" + width + ".txt", TraceText.render(TRACES.get(name), MEND, new Screen(width, false, true)));
    }

    @Test
    void a_trace_looks_as_recorded_in_colour_in_ascii_and_in_json() throws IOException {
        Golden.check("trace-gateway-80-colour.txt", TraceText.render(TRACES.get("gateway"), MEND, new Screen(80, true, true)));
        Golden.check("trace-gateway-80-ascii.txt", TraceText.render(TRACES.get("gateway"), MEND, new Screen(80, false, false)));
        Golden.check("trace-gateway.json", TraceJson.trace(TRACES.get("gateway")));
    }

    @ParameterizedTest
    @MethodSource("widths")
    void urls_look_as_recorded(int width) throws IOException {
        Screen screen = new Screen(width, false, true);
        Golden.check("urls-plain-" + width + ".txt", UrlsText.render(PLAIN.urls(), List.of(), screen));
        Golden.check("urls-named-" + width + ".txt", UrlsText.render(NAMED.urls(), List.of(), screen));
        Golden.check("urls-of-service-" + width + ".txt",
                UrlsText.render(ServiceTracer.trace(BROKEN.mesh(), BROKEN.proxies(), BROKEN.diagnosis(), "shop.shop"), screen));
    }

    @Test
    void a_service_that_nothing_leads_to_gets_a_manifest() throws IOException {
        Meshes alone = Meshes.of(SmallMesh.SHOP_OF_EVERY_HOST.manifests()
                .replace("destination: {host: shop,", "destination: {host: other,")).withFindings();
        Golden.check("urls-of-service-alone-80.txt", UrlsText.render(
                ServiceTracer.trace(alone.mesh(), alone.proxies(), alone.diagnosis(), "shop.shop:8000"), new Screen(80, false, true)));
    }

    static Stream<Integer> widths() {
        return Stream.of(80, 140);
    }

    @Test
    void urls_are_json_as_the_contract_has_it() throws IOException {
        Golden.check("urls-named.json", TraceJson.urls(NAMED.urls(), List.of()));
    }

    @Test
    void colour_changes_nothing_but_colour() {
        String coloured = TraceText.render(TRACES.get("gateway"), MEND, new Screen(80, true, true));
        assertEquals(TraceText.render(TRACES.get("gateway"), MEND, new Screen(80, false, true)),
                coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void an_ascii_screen_gets_ascii_only() {
        Screen ascii = new Screen(80, false, false);
        String text = TRACES.values().stream().map(t -> TraceText.render(t, MEND, ascii)).reduce("", String::concat)
                + UrlsText.render(NAMED.urls(), List.of(), ascii) + UrlsText.render(PLAIN.urls(), List.of(), ascii);
        assertTrue(text.chars().allMatch(c -> c < 128), text);
    }
}
