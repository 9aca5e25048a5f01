package io.istiodoctor.engine;

import io.istiodoctor.model.NotChecked;
import io.istiodoctor.rule.Rule;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Rules that users wrote may take their time with all subjects, but not for ever. */
final class TimeLimit {
    /** Of computing; on a busy machine more may go by. */
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int PATIENCE = 6;

    private TimeLimit() {}

    /** Does the work; what it has found by the limit is not kept, so that it is not taken for all. */
    static Sayings run(Rule rule, Supplier<Sayings> work) {
        FutureTask<Sayings> task = new FutureTask<>(work::get);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        try {
            return ended(task, thread) ? task.get()
                    : failed(rule, "took more than " + LONGEST.toSeconds() + " s; its expressions look at too much for each "
                            + rule.subject().label());
        } catch (ExecutionException e) {
            return failed(rule, "its expressions failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Sayings failed(Rule rule, String reason) {
        Sayings none = new Sayings();
        none.leaveOpen(new NotChecked(rule.name(), reason, true));
        return none;
    }

    private static boolean ended(FutureTask<Sayings> task, Thread thread) throws ExecutionException, InterruptedException {
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
