package io.istiodoctor.cli;

import io.istiodoctor.report.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Keeps what is printed. */
final class FakeTerminal implements Terminal {
    final StringBuilder out = new StringBuilder();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    boolean agrees;
    private final int progressWidth;

    FakeTerminal() {
        this(0);
    }

    FakeTerminal(int progressWidth) {
        this.progressWidth = progressWidth;
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Screen screen() {
        return new Screen(80, false, true);
    }

    @Override
    public void print(String text) {
        out.append(text);
    }

    @Override
    public void printUtf8(String text) {
        out.append(text);
    }

    @Override
    public void tell(String line) {
        errors.println(line);
    }

    @Override
    public boolean confirms(String question) {
        errors.println(question);
        return agrees;
    }

    @Override
    public ProgressLine progress() {
        return new ProgressLine(errors, progressWidth, () -> 0);
    }
}
