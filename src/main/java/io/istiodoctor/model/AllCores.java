package io.istiodoctor.model;

import java.util.Collection;
import java.util.stream.Stream;

/** Work on many things that have nothing to do with one another. */
public final class AllCores {
    /** Fewer are done before other threads have woken. */
    private static final int FEW = 512;

    private AllCores() {}

    /** The things in their order, for work that several threads do where there are many; what follows keeps the order if it collects into a list. */
    public static <T> Stream<T> stream(Collection<T> things) {
        return areWorth(things.size()) ? things.parallelStream() : things.stream();
    }

    /** Whether work on so many things is to be shared. */
    public static boolean areWorth(int things) {
        return things >= FEW;
    }
}
