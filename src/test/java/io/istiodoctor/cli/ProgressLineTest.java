package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    private ProgressLine line(int width) {
        return new ProgressLine(new PrintStream(bytes, true), width, clock::get);
    }

    @Test
    void one_line_is_rewritten_in_place_and_gone_at_the_end() {
        try (ProgressLine line = line(80)) {
            line.progress("pods", 500);
            clock.addAndGet(200_000_000);
            line.progress("services", 20);
        }
        assertEquals(ERASE + "Reading the cluster: 500 objects (pods)" + ERASE
                + "Reading the cluster: 520 objects (services)" + ERASE, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_cluster_that_is_silent_for_half_a_second_is_named() throws InterruptedException {
        try (ProgressLine line = line(80)) {
            line.connecting("prod (https://k8s:6443)");
            assertEquals("", bytes.toString(StandardCharsets.UTF_8));
            for (int i = 0; i < 100 && bytes.size() == 0; i++) {
                Thread.sleep(50);
            }
        }
        assertEquals(ERASE + "Connecting to prod (https://k8s:6443) ..." + ERASE, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_cluster_that_answers_is_not_named() throws InterruptedException {
        ProgressLine line = line(80);
        line.connecting("prod");
        line.close();
        Thread.sleep(700);
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void news_that_come_too_fast_are_not_shown() {
        try (ProgressLine line = line(80)) {
            for (int i = 1; i < 1000; i++) {
                line.progress("pods", i);
            }
        }
        assertEquals(ERASE + "Reading the cluster: 1 objects (pods)" + ERASE, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_narrow_terminal_gets_a_short_line() {
        line(20).progress("pods", 1);
        assertEquals(ERASE + "Reading the cluster", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void nothing_but_notes_is_written_where_nobody_looks() {
        try (ProgressLine line = line(0)) {
            line.progress("pods", 500);
            line.note("values.yaml skipped:\u001b[2J no Kubernetes object");
        }
        assertEquals("istio-doctor: note: values.yaml skipped: no Kubernetes object\n", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_note_takes_the_place_of_the_line() {
        try (ProgressLine line = line(80)) {
            line.progress("pods", 500);
            line.note("n");
        }
        assertEquals(ERASE + "Reading the cluster: 500 objects (pods)" + ERASE + "istio-doctor: note: n\n",
                bytes.toString(StandardCharsets.UTF_8));
    }
}
