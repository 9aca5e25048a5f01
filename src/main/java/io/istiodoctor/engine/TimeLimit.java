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
    /** Of computing, in a mesh of no size. */
    private static final Duration LEAST = Duration.ofSeconds(2);
    /** What each object of the mesh adds: a mesh of 60,000 has 5 s. */
    private static final Duration AN_OBJECT = Duration.ofNanos(50_000);
    private static final Duration GLANCE = Duration.ofMillis(100);
    /** On a busy machine more time goes by than is computed in. */
    private static final int PATIENCE = 6;

    private TimeLimit() {}

    /** Does the work for a mesh of so many objects; what it has found by the limit is not kept, so that it is not taken for all. */
    static Sayings run(Rule rule, int objects, Supplier<Sayings> work) {
        FutureTask<Sayings> task = new FutureTask<>(work::get);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        Duration limit = LEAST.plus(AN_OBJECT.multipliedBy(objects));
        try {
            return ended(task, thread, limit) ? task.get()
                    : failed(rule, "took more than " + limit.toSeconds() + " s; its expressions look at too much for each "
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

    private static boolean ended(FutureTask<Sayings> task, Thread thread, Duration limit) throws ExecutionException, InterruptedException {
        long last = System.nanoTime() + limit.toNanos() * PATIENCE;
        while (System.nanoTime() < last) {
            try {
                task.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                if (ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()) > limit.toNanos()) {
                    return false;
                }
            }
        }
        return false;
    }
}
