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
    private final List<Taken> all = new ArrayList<>();
    private int underway;
    private boolean ended;

    /** What becomes of a thing. */
    private final class Taken {
        private @Nullable T thing;
        private @Nullable R result;
        private @Nullable Throwable failure;

        Taken(@Nullable T thing) {
            this.thing = thing;
        }
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
        List<R> results = new ArrayList<>(all.size());
        for (Taken taken : all) {
            switch (taken.failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> results.add(taken.result);
            }
        }
        return results;
    }

    private void help() {
        for (Optional<Taken> next = take(); next.isPresent(); next = take()) {
            Taken taken = next.get();
            try {
                taken.result = work.apply(taken.thing);
            } catch (RuntimeException | Error e) {
                taken.failure = e;
            }
            finish(taken);
        }
    }

    private synchronized Optional<Taken> take() {
        if (ended) {
            return Optional.empty();
        }
        try {
            ended = !things.hasNext();
            if (ended) {
                return Optional.empty();
            }
            all.add(new Taken(things.next()));
            underway++;
            return Optional.of(all.getLast());
        } catch (RuntimeException | Error e) {
            Taken none = new Taken(null);
            none.failure = e;
            all.add(none);
            ended = true;
            return Optional.empty();
        }
    }

    private synchronized void finish(Taken taken) {
        // What is read of a text need not hold the text until all of it is read.
        taken.thing = null;
        ended |= taken.failure != null;
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
