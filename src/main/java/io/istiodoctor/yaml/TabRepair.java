package io.istiodoctor.yaml;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Tabs between tokens ({@code key:<tab>value}), which kubectl accepts and the library does not. A space instead keeps
 * every place, and the library stops only where a tab stands between tokens, so no value is changed.
 */
final class TabRepair {
    /** Each tab costs another parse, which this bounds, in characters. */
    static final long BUDGET = 32_000_000;

    private TabRepair() {}

    /**
     * The text with all those tabs replaced.
     *
     * @throws YAMLException where the text is no YAML for another reason, or has too many of them
     */
    static String all(String original) {
        String text = original;
        for (long spent = 0; text.indexOf('\t') >= 0; spent += text.length()) {
            Parser parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
            try {
                while (!parser.checkEvent(Event.ID.StreamEnd)) {
                    parser.getEvent();
                }
                return text;
            } catch (YAMLException e) {
                int tab = harmlessTab(e, text);
                if (tab < 0 || spent > BUDGET) {
                    throw e;
                }
                text = replace(text, tab);
            }
        }
        return text;
    }

    /** The index of the tab that stopped the library although it only separates tokens; -1 when it is anything else. */
    static int harmlessTab(YAMLException e, String text) {
        if (!(e instanceof MarkedYAMLException marked) || marked.getProblemMark() == null || !isTab(marked)) {
            return -1;
        }
        int tab = text.offsetByCodePoints(0, marked.getProblemMark().getIndex());
        for (int i = tab - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                return -1;
            }
            if (c != ' ' && c != '\t') {
                boolean indicator = (c == '-' || c == '?') && (i == 0 || Character.isWhitespace(text.charAt(i - 1)));
                return indicator ? -1 : tab;
            }
        }
        return -1;
    }

    /** The text with a space for the tab and for those that follow it at once. */
    static String replace(String text, int tab) {
        StringBuilder repaired = new StringBuilder(text);
        for (int i = tab; i < text.length() && text.charAt(i) == '\t'; i++) {
            repaired.setCharAt(i, ' ');
        }
        return repaired.toString();
    }

    static boolean isTab(MarkedYAMLException e) {
        return e.getProblem() != null && e.getProblem().startsWith("found character '\\t(TAB)'");
    }
}
