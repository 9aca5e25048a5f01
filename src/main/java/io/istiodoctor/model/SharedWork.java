package io.istiodoctor.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Things that several threads work on: who is idle takes the next one. Unlike the two halves of a parallel stream, of which one may be done long before the other,
 * this leaves nobody idle while there is something to take.
 */
final class SharedWork<T, R> {
    private final Iterator<? extends T> things;
    private final Function<? super T, ? extends R> work;
    private final List<Outcome<R>> outcomes = new ArrayList<>();
    private int underway;
    private boolean ended;

    /** A thing, which nobody holds any more once it is worked on, and where to say what becomes of it. */
    private record Taken<T, R>(T thing, Outcome<R> outcome) {}

    private static final class Outcome<R> {
        private @Nullable R result;
        private @Nullable Throwable failure;
    }

    SharedWork(Iterator<? extends T> things, Function<? super T, ? extends R> work) {
        this.things = things;
        this.work = work;
    }

    /**
     * What became of all, in their order; or the first failure among them, behind which nothing more is taken. Who comes too late to help is not waited for.
     *
     * @param helpers how many threads are asked to help the one that asks
     */
    List<R> results(int helpers) {
        for (int i = 0; i < helpers; i++) {
            ForkJoinPool.commonPool().execute(this::help);
        }
        help();
        awaitOthers();
        List<R> results = new ArrayList<>(outcomes.size());
        for (Outcome<R> outcome : outcomes) {
            switch (outcome.failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> results.add(outcome.result);
            }
        }
        return results;
    }

    private void help() {
        for (Optional<Taken<T, R>> next = take(); next.isPresent(); next = take()) {
            Outcome<R> outcome = next.get().outcome;
            try {
                outcome.result = work.apply(next.get().thing);
            } catch (RuntimeException | Error e) {
                outcome.failure = e;
            }
            finish(outcome);
        }
    }

    private synchronized Optional<Taken<T, R>> take() {
        if (ended) {
            return Optional.empty();
        }
        Outcome<R> outcome = new Outcome<>();
        try {
            ended = !things.hasNext();
            if (ended) {
                return Optional.empty();
            }
            Taken<T, R> taken = new Taken<>(things.next(), outcome);
            underway++;
            outcomes.add(outcome);
            return Optional.of(taken);
        } catch (RuntimeException | Error e) {
            outcome.failure = e;
            outcomes.add(outcome);
            ended = true;
            return Optional.empty();
        }
    }

    private synchronized void finish(Outcome<R> outcome) {
        ended |= outcome.failure != null;
        underway--;
        notifyAll();
    }

    private synchronized void awaitOthers() {
        boolean interrupted = false;
        while (underway > 0) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
