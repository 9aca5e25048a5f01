package io.istiodoctor.report;

import io.istiodoctor.cel.FieldEntry;
import io.istiodoctor.cel.TypeEntry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What rules can speak of, as a page of documentation in Markdown. */
public final class FieldMarkdown {
    private FieldMarkdown() {}

    /** The page. */
    public static String markdown(List<TypeEntry> types) {
        StringBuilder page = new StringBuilder("<!-- Made from the sources of the mesh and from the rules. -->\n# What rules see\n");
        page.append(
                "The types that the expressions of rules can look at, and their fields. `istio-doctor rules fields` shows the same. An example without a rule ")
                .append("was made for the field. What a rule is asked of also has the fields of ").append(link(FieldPage.COMMON))
                .append(".\n\n## Types that a rule is asked of\n| `for:` | seen as | type | |\n|---|---|---|---|\n");
        types.stream().filter(t -> !t.askedAs().isEmpty())
                .forEach(t -> page.append("| ").append(t.askedAs()).append(" | ").append(t.variable())
                        .append(" | ").append(link(t.name())).append(" | ").append(t.meaning()).append(" |\n"));
        page.append("\nThe others are reached from these: ")
                .append(types.stream().filter(t -> t.askedAs().isEmpty()).map(t -> link(t.name()))
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        types.forEach(t -> type(page, t));
        return page.toString();
    }

    private static String link(String type) {
        return "[" + type + "](#" + type.toLowerCase(Locale.ROOT) + ")";
    }

    private static void type(StringBuilder page, TypeEntry type) {
        page.append("\n## ").append(type.name()).append('\n').append(type.meaning())
                .append("\n\n| field | gives | meaning | example |\n|---|---|---|---|\n");
        type.fields()
                .forEach(f -> page.append("| ").append(f.name()).append(" | ").append(f.gives()).append(" | ")
                        .append(cell(f.meaning() + FieldPage.more(f)))
                        .append(" | `").append(cell(f.example())).append('`').append(rule(f)).append(" |\n"));
    }

    private static String rule(FieldEntry field) {
        return field.rule().isEmpty() ? "" : " [" + field.rule() + "](rules/" + field.rule() + ".md)";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
