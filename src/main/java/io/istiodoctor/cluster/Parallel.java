package io.istiodoctor.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Work on many things at once, each on a virtual thread. */
final class Parallel {
    private Parallel() {}

    /** The results in the order of the inputs. The first failure ends the others and is thrown as it is. */
    static <T, R> List<R> map(Collection<T> inputs, Function<T, R> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<R> done = new ExecutorCompletionService<>(threads);
            List<Future<R>> futures = new ArrayList<>();
            inputs.forEach(input -> futures.add(done.submit(() -> work.apply(input))));
            for (int i = 0; i < futures.size(); i++) {
                Future<R> first = done.take();
                if (first.state() == Future.State.FAILED) {
                    threads.shutdownNow();
                    throw failure(first.exceptionNow());
                }
            }
            return futures.stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What comes of work on another thread, waited for; its failure is thrown as it is. */
    static <R> R result(Future<R> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw failure(work.exceptionNow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static RuntimeException failure(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case Throwable e -> new IllegalStateException(e);
        };
    }
}
