package io.istiodoctor.report;

import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.yaml.YamlWriter;

/** For programs, and people who prefer YAML: the very structure of the JSON output. */
final class YamlReport implements Report {
    @Override
    public String name() {
        return "yaml";
    }

    @Override
    public String render(Diagnosis diagnosis, Screen screen) {
        return YamlWriter.write(DiagnosisTree.of(diagnosis));
    }
}
