package io.istiodoctor.yaml;

import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Tabs between tokens ({@code key:<tab>value}), which kubectl accepts and the library does not. A space instead keeps
 * every place, and the library stops only where a tab stands between tokens, so no value is changed.
 */
final class TabRepair {
    private TabRepair() {}

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
