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
    /** A server that answers within this time needs no line. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final int width;
    private final LongSupplier nanoClock;
    private final Map<String, Integer> counts = new TreeMap<>();
    private long shownAt;
    private boolean visible;
    private boolean closed;

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
    public void connecting(String cluster) {
        if (width > 0) {
            Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(PATIENCE);
                    waiting(cluster);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private synchronized void waiting(String cluster) {
        if (!closed && counts.isEmpty()) {
            show("Connecting to " + cluster + " ...");
        }
    }

    private void show(String line) {
        visible = true;
        // One column stays free: a full line would wrap, and a wrapped one cannot be rewritten in place.
        String shown = Hostile.line(line);
        err.print(ERASE + shown.substring(0, Math.min(shown.length(), width - 1)));
        err.flush();
    }

    @Override
    public synchronized void progress(String kind, int count) {
        counts.put(kind, count);
        long now = nanoClock.getAsLong();
        if (width > 0 && now - shownAt >= PAUSE) {
            shownAt = now;
            long sum = counts.values().stream().mapToLong(Integer::longValue).sum();
            show(String.format(Locale.ROOT, "Reading the cluster: %,d objects (%s)", sum, kind));
        }
    }

    @Override
    public synchronized void note(String message) {
        erase();
        err.println("istio-doctor: note: " + Brief.line(Hostile.line(message)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        erase();
    }

    private void erase() {
        if (visible) {
            visible = false;
            err.print(ERASE);
            err.flush();
        }
    }
}
