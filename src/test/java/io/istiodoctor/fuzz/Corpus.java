package io.istiodoctor.fuzz;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The manifests of all tests, whole texts and single meshes: what is mutated. */
public final class Corpus {
    private static final List<String> TEXTS = load();

    private Corpus() {}

    private static List<String> load() {
        List<String> texts = new ArrayList<>();
        for (Path file : files(Path.of("rules"), ".test.yaml")) {
            String[] cases = read(file).split("(?m)^(?=(?:--- )?# case)");
            Stream.of(cases).filter(c -> !c.isBlank()).forEach(texts::add);
        }
        for (String folder : List.of("src/test/resources/healthy", "examples")) {
            files(Path.of(folder), ".yaml").forEach(file -> texts.add(read(file)));
        }
        return List.copyOf(texts);
    }

    /** One text of the corpus. */
    public static String text(RandomGenerator random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** The documents of one text of the corpus. */
    public static List<Node> mesh(RandomGenerator random) {
        return YamlReader.read("corpus", text(random)).stream().map(Document::root).filter(Node::isPresent).toList();
    }

    private static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
