package io.istiodoctor.schema.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Objects of which one field was changed, and what was said of each: by a kube-apiserver 1.34 with the definitions of Istio 1.32 and of the Gateway
 * API 1.7, and by Istio's own validation where that is asked.
 */
class AdmissionTest {
    private static String text(ZipFile zip, String name) throws IOException {
        try (var in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"src/test/resources/admission.zip, istio.yaml, istio.jsonl, 0.99",
            "src/test/resources/admission.zip, apis.yaml, apis.jsonl, 0.98",
            "src/test/resources/admission.zip, kubernetes.yaml, kubernetes.jsonl, 0.93",
            "laboratory/validation/recorded.zip, objects.yaml, truth.jsonl, 0.99"})
    void who_is_refused_is_told_and_nobody_else(String archive, String objects, String truth, double floor) throws IOException {
        Set<String> refused = new HashSet<>();
        String manifests;
        try (ZipFile zip = new ZipFile(Path.of(archive).toFile())) {
            manifests = text(zip, objects);
            for (Document verdict : YamlReader.read(truth, text(zip, truth))) {
                if (!verdict.root().text("refused").isEmpty() || !verdict.root().text("definition").isEmpty()) {
                    refused.add(verdict.root().text("name"));
                }
            }
        }
        Admission admission = new Admission(Optional.empty(), List.of());
        List<String> wrong = new ArrayList<>();
        int told = 0;
        for (Resource object : ManifestSource.read(List.of("-"), new ManifestOptions("default", false,
                new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)), n -> {})).resources()) {
            List<Flaw> flaws = admission.flaws(object).stream().filter(f -> f.sort().refused()).toList();
            if (!flaws.isEmpty() && !refused.contains(object.ref().name())) {
                wrong.add(object.ref() + ": " + flaws);
            }
            told += flaws.isEmpty() || !refused.contains(object.ref().name()) ? 0 : 1;
        }
        assertEquals(List.of(), wrong, "refused here only");
        assertTrue(told >= floor * refused.size(), told + " of " + refused.size());
    }
}
