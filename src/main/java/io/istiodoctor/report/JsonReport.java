package io.istiodoctor.report;

import com.google.gson.stream.JsonWriter;
import io.istiodoctor.model.Diagnosis;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** For programs: the structure that the contract of {@code check -o json} lays down. */
final class JsonReport implements Report {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public String render(Diagnosis diagnosis, Screen screen) {
        return text(DiagnosisTree.of(diagnosis));
    }

    /** Maps, lists, texts, numbers and booleans as JSON, with a last line break. */
    static String text(Object tree) {
        return text(tree, "  ");
    }

    /** The same on one line. */
    static String line(Object tree) {
        return text(tree, "");
    }

    private static String text(Object tree, String indent) {
        StringWriter out = new StringWriter();
        try (JsonWriter json = new JsonWriter(out)) {
            json.setIndent(indent);
            json.setHtmlSafe(false);
            write(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return escape(out.append('\n').toString());
    }

    private static void write(JsonWriter json, Object value) throws IOException {
        switch (value) {
            case null -> json.nullValue();
            case Map<?, ?> map -> {
                json.beginObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.name((String) entry.getKey());
                    write(json, entry.getValue());
                }
                json.endObject();
            }
            case List<?> list -> {
                json.beginArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.endArray();
            }
            case Number number -> json.value(number);
            case Boolean bool -> json.value(bool);
            default -> json.value(value.toString());
        }
    }

    /** The writer escapes what JSON demands; this the rest that would harm a terminal, which can stand in strings only. */
    private static String escape(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c != '\n' && Hostile.is(c)) {
                for (char unit : Character.toChars(c)) {
                    escaped.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
