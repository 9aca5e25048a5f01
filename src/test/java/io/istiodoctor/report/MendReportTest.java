package io.istiodoctor.report;

import io.istiodoctor.mend.Mendings;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.trace.SmallMesh;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MendReportTest {
    private static final String HEALTHY = SmallMesh.SHOP.manifests();
    private static final String URL = "http://shop.example.com/shop";
    private static final Map<String, Proposal> PROPOSALS = Map.of(
            "mended",
            Mendings.proposal(HEALTHY.replace("gateways: [shop]", "gateways: [shoop]").replace("targetPort: 8080}]", "targetPort: 8081}]"),
                    URL),
            "nothing", Mendings.proposal(HEALTHY, URL), "candidates", Mendings.proposal(HEALTHY, "http://www.example.com/"),
            "withheld", Mendings.proposal(HEALTHY.replace("ports: [{name: web, containerPort", "ports: [{name: https, containerPort")
                    .replace("{containers: [{name: shop,",
                            "{containers: [{name: istio-proxy, image: \"istio/proxyv2:1.24.0\"}, {name: shop,")
                    .replace("{name: http, port: 8000", "{name: https, port: 8000"), URL));

    static Stream<Arguments> proposals_and_widths() {
        return PROPOSALS.keySet().stream().sorted().flatMap(name -> Stream.of(80, 140).map(width -> Arguments.of(name, width)));
    }

    @ParameterizedTest
    @MethodSource("proposals_and_widths")
    void what_mends_looks_as_recorded(String name, int width) throws IOException {
        Golden.check("mend-" + name + "-" + width + ".txt", MendText.render(List.of(PROPOSALS.get(name)), new Screen(width, false, true)));
    }

    @Test
    void it_looks_as_recorded_in_colour_in_ascii_and_in_json() throws IOException {
        List<Proposal> all = PROPOSALS.keySet().stream().sorted().map(PROPOSALS::get).toList();
        Golden.check("mend-80-colour.txt", MendText.render(all, new Screen(80, true, true)));
        Golden.check("mend-80-ascii.txt", MendText.render(all, new Screen(80, false, false)));
        Golden.check("mend.json", MendJson.render(all));
    }
}
