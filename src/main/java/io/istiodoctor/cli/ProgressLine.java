package io.istiodoctor.cli;

import io.istiodoctor.report.Brief;
import io.istiodoctor.report.Hostile;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One line on standard error, rewritten in place while state is read and gone afterwards. */
final class ProgressLine implements Observer, AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(100).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final int width;
    private final LongSupplier nanoClock;
    private final Map<String, Integer> counts = new TreeMap<>();
    private long shownAt;
    private boolean visible;

    /**
     * A line on this stream.
     *
     * @param width the terminal's columns; 0 where nobody is looking, then only notes are written
     * @param nanoClock the time in nanoseconds
     */
    ProgressLine(PrintStream err, int width, LongSupplier nanoClock) {
        this.err = err;
        this.width = width;
        this.nanoClock = nanoClock;
        this.shownAt = nanoClock.getAsLong() - PAUSE;
    }

    @Override
    public synchronized void progress(String kind, int count) {
        counts.put(kind, count);
        long now = nanoClock.getAsLong();
        if (width > 0 && now - shownAt >= PAUSE) {
            shownAt = now;
            visible = true;
            long sum = counts.values().stream().mapToLong(Integer::longValue).sum();
            String line = String.format(Locale.ROOT, "Reading the cluster: %,d objects (%s)", sum, Hostile.line(kind));
            // One column stays free: a full line would wrap, and a wrapped one cannot be rewritten in place.
            err.print(ERASE + line.substring(0, Math.min(line.length(), width - 1)));
            err.flush();
        }
    }

    @Override
    public synchronized void note(String message) {
        close();
        err.println("istio-doctor: note: " + Brief.line(Hostile.line(message)));
    }

    @Override
    public synchronized void close() {
        if (visible) {
            visible = false;
            err.print(ERASE);
            err.flush();
        }
    }
}
