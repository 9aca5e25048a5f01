package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A unified diff applied to one text, as patch(1) does it: every line that it takes for there must be there. A file that is made becomes a document more. */
final class PlayedDiff {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+\\d+,\\d+ @@");

    private PlayedDiff() {}

    static String apply(String text, String diff) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<String> change = diff.lines().toList();
        StringBuilder made = new StringBuilder();
        boolean fresh = false;
        int shift = 0;
        for (int i = 0; i < change.size();) {
            Matcher hunk = HUNK.matcher(change.get(i));
            if (!hunk.matches()) {
                fresh = change.get(i).equals("--- /dev/null") || fresh && change.get(i).startsWith("+++ ");
                made.append(change.get(i).equals("--- /dev/null") ? "---\n" : "");
                i++;
                continue;
            }
            int count = Integer.parseInt(hunk.group(2));
            int at = Integer.parseInt(hunk.group(1)) - (count == 0 ? 0 : 1) + shift;
            i++;
            while (i < change.size() && !change.get(i).isEmpty() && " +-\\".indexOf(change.get(i).charAt(0)) >= 0
                    && !change.get(i).startsWith("--- ")) {
                String line = change.get(i).substring(1);
                switch (change.get(i++).charAt(0)) {
                    case ' ' -> assertEquals(lines.get(at++), line);
                    case '-' -> {
                        assertEquals(lines.remove(at), line);
                        shift--;
                    }
                    case '+' -> {
                        if (fresh) {
                            made.append(line).append('\n');
                        } else {
                            lines.add(at++, line);
                            shift++;
                        }
                    }
                    default -> {
                    }
                }
            }
        }
        return String.join("\n", lines) + "\n" + made;
    }
}
