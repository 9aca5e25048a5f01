package io.istiodoctor.generated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Manifests with places for values, {@code ${name}}. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

    /** Texts and names of places in turns, beginning with a text. */
    private final List<String> parts;
    private final int objects;

    private Template(String text) {
        this.parts = List.of(PLACE.splitWithDelimiters(text, 0));
        this.objects = text.split("\n---\n").length;
    }

    /** The template of this name. */
    static Template named(String name) {
        try (InputStream in = Template.class.getResourceAsStream("/generated/" + name + ".yaml")) {
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many objects it makes. */
    int objects() {
        return objects;
    }

    /** The manifests with these values; every place must have one. */
    String fill(Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            filled.append(i % 2 == 0 ? part : Objects.requireNonNull(values.get(part.substring(2, part.length() - 1)), part));
        }
        return filled.toString();
    }
}
