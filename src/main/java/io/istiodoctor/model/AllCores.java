package io.istiodoctor.model;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Work on many things that have nothing to do with one another. */
public final class AllCores {
    /** Fewer are done before other threads have woken. */
    private static final int FEW = 512;
    /** Into how many parts work is divided for each core, so that all end at about the same time. */
    private static final int PARTS = 16;

    private AllCores() {}

    /**
     * What becomes of things, in their order, by work that several threads do where there are many.
     *
     * @param work what becomes of some of them that follow one another
     */
    public static <T, R> List<R> list(List<T> things, Function<Stream<T>, Stream<R>> work) {
        if (!areWorth(things.size())) {
            return work.apply(things.stream()).toList();
        }
        int part = Math.max(FEW / PARTS, things.size() / (PARTS * Runtime.getRuntime().availableProcessors()));
        Stream<List<T>> parts = IntStream.iterate(0, from -> from < things.size(), from -> from + part)
                .mapToObj(from -> things.subList(from, Math.min(from + part, things.size())));
        return each(parts.iterator(), some -> work.apply(some.stream()).toList()).stream().flatMap(List::stream).toList();
    }

    /**
     * What becomes of things that take long, in their order; who is idle takes the next one.
     *
     * @param things asked by one thread at a time
     * @throws RuntimeException that of the first of them that fails; those behind it may be left
     */
    public static <T, R> List<R> each(Iterator<? extends T> things, Function<? super T, ? extends R> work) {
        return new SharedWork<T, R>(things, work).results(Runtime.getRuntime().availableProcessors() - 1);
    }

    /** Whether work on so many things is to be shared. */
    public static boolean areWorth(int things) {
        return things >= FEW;
    }
}
