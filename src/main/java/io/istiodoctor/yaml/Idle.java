package io.istiodoctor.yaml;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/** Things for one thread at a time, each lent to one piece of work after the other: there are as many as pieces that are worked on at the same time. */
final class Idle<T> {
    private final Queue<T> idle = new ConcurrentLinkedQueue<>();
    private final Supplier<T> make;

    Idle(Supplier<T> make) {
        this.make = make;
    }

    /** What work makes of one of them; one that it could not do its work with is not lent again. */
    <R> R lent(Function<T, R> work) {
        T known = idle.poll();
        T lent = known == null ? make.get() : known;
        R done = work.apply(lent);
        idle.add(lent);
        return done;
    }
}
