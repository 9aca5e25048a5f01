package io.istiodoctor.cli;

import io.istiodoctor.model.UserError;
import io.istiodoctor.report.Brief;
import io.istiodoctor.report.Hostile;
import io.istiodoctor.report.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Scanner;

/**
 * The process's own streams. Whether terminals are behind them, and how wide, the launcher tells: a shell knows it without
 * the native library that Java would have to unpack into a temporary folder, which not every container has.
 */
final class SystemTerminal implements Terminal {
    private static final int PIPE_WIDTH = 100;

    private final Map<String, String> environment;
    private final Charset charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));

    SystemTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Screen screen() {
        return screen(environment, Integer.getInteger("istio-doctor.stdout-width", 0), charset);
    }

    /**
     * The screen that an environment describes: colour only on a terminal that knows it, never with NO_COLOR; COLUMNS
     * before what the terminal says of its width.
     *
     * @param terminalWidth columns; 0 where standard output is no terminal
     */
    static Screen screen(Map<String, String> environment, int terminalWidth, Charset charset) {
        boolean colour = terminalWidth > 0 && environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb(environment);
        String columns = environment.getOrDefault("COLUMNS", "");
        int width = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : terminalWidth > 0 ? terminalWidth : PIPE_WIDTH;
        return new Screen(width, colour, charset.equals(StandardCharsets.UTF_8), terminalWidth > 0);
    }

    private static boolean isDumb(Map<String, String> environment) {
        return environment.getOrDefault("TERM", "").equals("dumb");
    }

    @Override
    public boolean confirms(String question) {
        System.err.print(question + " [y/N] ");
        System.err.flush();
        // Not closed: standard input is the process's own.
        @SuppressWarnings("resource")
        Scanner answers = new Scanner(System.in, charset);
        return answers.hasNextLine() && answers.nextLine().strip().matches("(?i)y|yes");
    }

    @Override
    public ProgressLine progress() {
        int width = isDumb(environment) ? 0 : Integer.getInteger("istio-doctor.stderr-width", 0);
        return new ProgressLine(System.err, width, System::nanoTime);
    }

    @Override
    public void print(String text) {
        write(text.getBytes(charset));
    }

    @Override
    public void printUtf8(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Past System.out, which would keep a full disk to itself. */
    private static void write(byte[] bytes) {
        // Not closed: the descriptor is the process's own.
        @SuppressWarnings("resource")
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        try {
            out.write(bytes);
        } catch (IOException e) {
            // A reader that has seen enough (head, less) closes the pipe; that is no failure.
            if (e.getMessage() == null || !e.getMessage().contains("pipe")) {
                throw new UserError(UserError.BAD_INPUT, "cannot write to standard output: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void tell(String line) {
        System.err.println(Brief.line(Hostile.line(line)));
    }
}
