package io.istiodoctor.engine;

import io.istiodoctor.model.Finding;
import io.istiodoctor.model.NotChecked;
import io.istiodoctor.rule.Rule;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Rules that users wrote may take their time with all subjects, but not for ever. */
final class TimeLimit {
    /** Of computing; on a busy machine more may go by. */
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int PATIENCE = 6;

    private TimeLimit() {}

    /** Does the work; what it has found by the limit is not kept, so that it is not taken for all. */
    static void run(Rule rule, BiConsumer<List<Finding>, Set<NotChecked>> work, List<Finding> findings, Set<NotChecked> notChecked) {
        List<Finding> found = new ArrayList<>();
        Set<NotChecked> unknown = new TreeSet<>();
        FutureTask<Void> task = new FutureTask<>(() -> work.accept(found, unknown), null);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        try {
            if (ended(task, thread)) {
                findings.addAll(found);
                notChecked.addAll(unknown);
            } else {
                notChecked.add(new NotChecked(rule.name(), "took more than " + LONGEST.toSeconds()
                        + " s; its expressions look at too much for each " + rule.subject().label(), true));
            }
        } catch (ExecutionException e) {
            notChecked.add(new NotChecked(rule.name(), "its expressions failed: " + e.getCause(), true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean ended(FutureTask<Void> task, Thread thread) throws ExecutionException, InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            try {
                task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                if (ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()) > LONGEST.toNanos() * 4 / 5) {
                    return false;
                }
            }
        }
        return false;
    }
}
