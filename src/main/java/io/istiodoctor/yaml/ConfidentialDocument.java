package io.istiodoctor.yaml;

import io.istiodoctor.model.SourceText.Hiding;
import java.util.BitSet;

/** The confidential lines of that document of a text of which a line was asked for last. */
final class ConfidentialDocument implements Hiding {
    private final String text;
    private int from;
    private int end;
    /** How many lines stand before the document. */
    private int before;
    private BitSet lines = new BitSet();

    /** @param text in which documents have nothing to do with one another */
    ConfidentialDocument(String text) {
        this.text = text;
    }

    @Override
    public boolean hides(int line, int start) {
        if (start < from || start >= end) {
            find(line, start);
        }
        return lines.get(line - before);
    }

    private void find(int line, int start) {
        from = ConfidentialLines.documentStart(text, start);
        end = ConfidentialLines.documentEnd(text, start);
        before = line - 1 - (int) text.substring(from, start).chars().filter(c -> c == '\n').count();
        lines = ConfidentialLines.of(text.substring(from, end));
    }
}
