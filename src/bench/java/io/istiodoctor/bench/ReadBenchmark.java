package io.istiodoctor.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.istiodoctor.generated.GeneratedMesh;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reading manifests, beside libraries that only run over the same text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class ReadBenchmark {
    /** How large the mesh is. */
    @Param("6000")
    public int objects;

    private String yaml;
    private String json;

    /** Makes the texts. */
    @Setup
    public void generate() {
        yaml = new GeneratedMesh(objects, false).manifests().collect(Collectors.joining("---\n"));
        json = YamlReader.read("-", yaml).stream().map(d -> JsonText.of(d.root())).collect(Collectors.joining("\n"));
    }

    /** The tool's own reading: nodes with their places. */
    @Benchmark
    public List<Document> yaml() {
        return YamlReader.read("-", yaml);
    }

    /** What the YAML library makes of it without anybody listening. */
    @Benchmark
    public void yamlEvents(Blackhole events) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        Parser parser = new ParserImpl(new StreamReader(yaml), options);
        while (!parser.checkEvent(Event.ID.StreamEnd)) {
            events.consume(parser.getEvent());
        }
    }

    /** The tool's own reading: nodes with their places. */
    @Benchmark
    public List<Document> json() {
        return YamlReader.read("-", json);
    }

    /** Jackson's tokens without anybody listening. */
    @Benchmark
    public void jsonTokens(Blackhole tokens) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                tokens.consume(parser.getText());
            }
        }
    }
}
