package io.istiodoctor.report;

import io.istiodoctor.trace.ShellCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A text page under construction: knows the screen, wraps prose, paints. All text that comes in is made harmless. */
final class Page {
    /** A piece of prose in one role. */
    record Span(Role role, String text) {}

    private static final Pattern BLANKS = Pattern.compile(" +");

    private final Screen screen;
    private final StringBuilder out = new StringBuilder();

    Page(Screen screen) {
        this.screen = screen;
    }

    Screen screen() {
        return screen;
    }

    Page blank() {
        out.append('\n');
        return this;
    }

    /** Text that is never wrapped, with its own tabs and line breaks. */
    Page line(Role role, String text) {
        out.append(role.paint(Hostile.lines(text), screen.colour()).stripTrailing()).append('\n');
        return this;
    }

    /** A line of several pieces that is never wrapped, and stays one line whatever the pieces hold. */
    Page line(Span... spans) {
        List<Span> clean = new ArrayList<>(
                Arrays.stream(spans).map(s -> new Span(s.role(), Hostile.lines(s.text()).replace('\n', ' ').replace('\t', ' '))).toList());
        // Blanks at the end would still fill a line where they are painted.
        while (!clean.isEmpty() && clean.getLast().text().isBlank()) {
            clean.removeLast();
        }
        for (int i = 0; i < clean.size(); i++) {
            String text = i == clean.size() - 1 ? clean.get(i).text().stripTrailing() : clean.get(i).text();
            out.append(clean.get(i).role().paint(text, screen.colour()));
        }
        out.append('\n');
        return this;
    }

    /** A command that can be pasted: quoted for a shell, and continued on the next line by its own sign where there is no room. */
    Page command(int indent, List<String> words) {
        StringBuilder line = new StringBuilder(" ".repeat(indent) + "istio-doctor");
        for (String word : words) {
            String quoted = Hostile.line(ShellCommand.quote(word));
            if (DisplayWidth.of(line.toString()) + 3 + DisplayWidth.of(quoted) > screen.width()) {
                line(Role.PLAIN, line + " \\");
                line = new StringBuilder(" ".repeat(indent + 3));
            }
            line.append(' ').append(quoted);
        }
        return line(Role.PLAIN, line.toString());
    }

    /** Running text, wrapped; the first line begins after {@code first} blanks, the others after {@code rest}. */
    Page prose(int first, int rest, Span... spans) {
        List<Span> words = new ArrayList<>();
        for (Span span : spans) {
            for (String word : BLANKS.split(Brief.line(Hostile.line(span.text())))) {
                if (!word.isEmpty()) {
                    words.add(new Span(span.role(), word));
                }
            }
        }
        int column = first;
        for (int i = 0; i < words.size();) {
            out.append(" ".repeat(column));
            List<Span> line = new ArrayList<>();
            do {
                column += DisplayWidth.of(words.get(i).text()) + 1;
                line.add(words.get(i++));
            } while (i < words.size() && column + DisplayWidth.of(words.get(i).text()) <= screen.proseWidth());
            paint(line);
            column = rest;
        }
        return this;
    }

    private void paint(List<Span> line) {
        for (int i = 0; i < line.size();) {
            Role role = line.get(i).role();
            List<String> run = new ArrayList<>();
            while (i < line.size() && line.get(i).role() == role) {
                run.add(line.get(i++).text());
            }
            out.append(role.paint(String.join(" ", run), screen.colour())).append(i < line.size() ? " " : "\n");
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
