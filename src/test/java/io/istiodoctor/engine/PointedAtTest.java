package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.UserError;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointedAtTest {
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: shop, namespace: shop, annotations: {a/b: c}}
            spec:
              selector: {istio: ingressgateway}
              misspelt: true
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "gatewayServer | hosts            | hosts[0]        | found",
            "gatewayServer | tls.mode         | tls.mode        | found",
            "gatewayServer | port.number      | port.nummer     | the patch of \"Mend it\" names spec.servers.0.port.nummer, a field that no Gateway has",
            "gatewayServer | port.number.most | hosts[0]        | at names spec.servers.0.port.number.most, a field that no Gateway has",
            "gatewayServer | route            | hosts[0]        | at names spec.servers.0.route, a field that no Gateway has",
            "gateway       | spec.selector.any | spec.selector.x | found",
            "gateway       | spec.misspelt    | spec.selector   | found",
            "gateway       | spec.ports       | spec.selector   | at names spec.ports, a field that no Gateway has",
            "gateway       | metadata.annotations | metadata.labels.x | found",
            "gateway       | metadata.label   | spec.selector   | at names metadata.label, a field that no Gateway has"})
    void a_rule_that_names_a_field_that_no_such_object_has_is_refused(String subject, String at, String patched, String answer)
            throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder.resolve("own")).resolve("every-one.yaml"), """
                rule: every-one
                title: Every one is told
                severity: warning
                since: 0.1.0
                for: %s
                when: 'true'
                at: %s
                message: It is there.
                why: To see where it points.
                fixes: [{title: Mend it, patch: {at: '%s', value: x}}]
                references: [https://example.com]
                """.formatted(subject, at, patched));
        assertEquals(answer, answer().replace(file + ": ", ""));
    }

    private String answer() {
        Examination own = Examination.of(RuleSet.load(List.of(folder)), r -> true);
        var options = new ManifestOptions("default", true, new ByteArrayInputStream(GATEWAY.getBytes(StandardCharsets.UTF_8)), n -> {});
        try {
            own.run(Mesh.of(ManifestSource.read(List.of("-"), options), RuleTest.NOW), new Scope.Everything());
            return "found";
        } catch (UserError e) {
            return e.getMessage();
        }
    }
}
