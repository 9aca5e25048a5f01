package io.istiodoctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.mend.Mendings;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchCommandTest {
    private static final String MANIFESTS = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: shop}
            spec:
              hosts: [web]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              type: LoadBalancer
              externalIPs: [192.0.2.1]
              ports:
              - port: 80
            """;

    private static Optional<String> diff(String command) {
        List<Resource> all = Mendings.read(MANIFESTS).resources();
        return CommandDiff.of(command, all.getFirst(), n -> all.stream().filter(r -> r.ref().name().equals(n)).toList(), r -> true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
            "-p '{\"spec\":{\"type\":\"ClusterIP\"}}'; -  type: LoadBalancer | +  type: ClusterIP",
            "--type=merge -p '{\"spec\":{\"type\":\"NodePort\",\"externalIPs\":null}}'; -  type: LoadBalancer | -  externalIPs: [192.0.2.1] | +  type: NodePort",
            "--type merge -p '{\"spec\": {\"externalTrafficPolicy\": \"Local\"}}'; +  externalTrafficPolicy: Local",
            "--type=json -p '[{\"op\":\"add\",\"path\":\"/spec/ports/-\",\"value\":{\"name\":\"https\",\"port\":443}}]'; +  - name: https | +    port: 443"})
    void another_object_of_the_files_is_changed_where_it_is_written(String change, String expected) {
        assertEquals(expected, diff("kubectl -n shop patch service web " + change).orElseThrow().lines()
                .filter(l -> l.matches("[-+][^-+].*")).map(String::stripTrailing).collect(Collectors.joining(" | ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubectl -n shop patch service web -p '{\"spec\":{\"ports\":[{\"port\":443}]}}'",
            "kubectl -n shop patch service web --subresource=status --type=merge -p '{\"status\":{\"loadBalancer\":null}}'",
            "kubectl -n shop patch service web -p '{\"spec\":{}}'\nkubectl get pods", "kubectl -n shop patch service web -p '{'",
            "kubectl -n shop patch service other -p '{\"spec\":{\"type\":\"ClusterIP\"}}'"})
    void what_no_manifest_shows_is_no_diff(String command) {
        assertTrue(diff(command).isEmpty());
    }
}
