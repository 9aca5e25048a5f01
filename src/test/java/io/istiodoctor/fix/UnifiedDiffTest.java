package io.istiodoctor.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@\n");

    @Test
    void lines_that_stay_are_context() {
        assertEquals("--- f\n+++ f\n@@ -1,5 +1,5 @@\n a\n b\n-c\n+C\n d\n e\n", UnifiedDiff.of("f", "a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n"));
    }

    @Test
    void what_stays_between_two_changes_is_context() {
        assertEquals("--- f\n+++ f\n@@ -1,5 +1,5 @@\n-a\n+A\n b\n c\n-d\n+D\n e\n",
                UnifiedDiff.of("f", "a\nb\nc\nd\ne\n", "A\nb\nc\nD\ne\n"));
    }

    @Test
    void a_new_file_comes_from_nowhere() {
        assertEquals("--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a\n", UnifiedDiff.of("f", "", "a\n"));
    }

    @Test
    void a_line_without_an_end_is_told() {
        assertEquals("--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n", UnifiedDiff.of("f", "a", "b\n"));
    }

    @Test
    void what_the_diff_says_makes_the_one_text_of_the_other() {
        Random random = new Random(20261121);
        for (int round = 0; round < 500; round++) {
            List<String> before = lines(random, random.nextInt(40));
            List<String> after = new ArrayList<>(before);
            for (int change = random.nextInt(4); change > 0; change--) {
                int at = random.nextInt(after.size() + 1);
                if (random.nextBoolean() || at == after.size()) {
                    after.addAll(at, lines(random, 1 + random.nextInt(3)));
                } else {
                    after.remove(at);
                }
            }
            String a = String.join("", before);
            String b = String.join("", after);
            assertEquals(b, patched(before, UnifiedDiff.of("f", a, b)));
        }
    }

    private static List<String> lines(Random random, int count) {
        return random.ints(count, 0, 6).mapToObj(i -> "line " + i + "\n").toList();
    }

    private static String patched(List<String> before, String diff) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        Matcher hunks = HUNK.matcher(diff);
        while (hunks.find()) {
            int from = Integer.parseInt(hunks.group(1)) - (hunks.group(2).equals("0") ? 0 : 1);
            while (next < from) {
                text.append(before.get(next++));
            }
            for (String line : diff.substring(hunks.end()).lines().toList()) {
                if (line.startsWith("@@")) {
                    break;
                }
                if (line.startsWith("+")) {
                    text.append(line.substring(1)).append('\n');
                } else {
                    assertEquals(before.get(next++), line.substring(1) + "\n");
                    if (line.startsWith(" ")) {
                        text.append(line.substring(1)).append('\n');
                    }
                }
            }
        }
        while (next < before.size()) {
            text.append(before.get(next++));
        }
        return text.toString();
    }

    @Test
    void lines_that_may_not_be_shown_bound_what_is_shown_around_a_change() {
        BitSet hidden = BitSet.valueOf(new long[] {1 << 2 | 1 << 6});
        assertEquals(Optional.of("--- f\n+++ f\n@@ -3,3 +3,3 @@\n c\n-d\n+D\n e\n"),
                UnifiedDiff.of("f", "a\nb\nc\nd\ne\nf\ng\n", hidden, "a\nb\nc\nD\ne\nf\ng\n", hidden));
        assertEquals(Optional.empty(), UnifiedDiff.of("f", "a\nb\nc\n", hidden, "a\nB\nc\n", hidden));
        assertEquals(Optional.of("--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n+A\n@@ -3,1 +3,1 @@\n-c\n+C\n"),
                UnifiedDiff.of("f", "a\nb\nc\n", hidden, "A\nb\nC\n", hidden));
    }
}
