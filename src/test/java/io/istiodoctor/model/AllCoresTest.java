package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllCoresTest {
    private static final List<Integer> MANY = IntStream.range(0, 100_000).boxed().toList();

    private static Iterator<Integer> first(int things) {
        return MANY.subList(0, things).iterator();
    }

    @Test
    void what_becomes_of_things_keeps_their_order_however_many_they_are() {
        for (int size : new int[] {0, 1, 511, 512, 513, 5_000, MANY.size()}) {
            List<Integer> some = MANY.subList(0, size);
            assertEquals(some.stream().filter(i -> i % 3 != 0).flatMap(i -> Stream.of(i, -i)).toList(),
                    AllCores.list(some, part -> part.filter(i -> i % 3 != 0).flatMap(i -> Stream.of(i, -i))));
            assertEquals(some, AllCores.each(some.iterator(), i -> i));
        }
    }

    @Test
    void who_is_idle_takes_what_another_has_not_taken() {
        CountDownLatch others = new CountDownLatch(99);
        List<Integer> told = new SharedWork<Integer, Integer>(first(100), i -> {
            if (i == 0) {
                wait(others);
            } else {
                others.countDown();
            }
            return i;
        }).results(1);
        assertEquals(MANY.subList(0, 100), told);
    }

    private static void wait(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "others waited for the first thing");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobody_waits_for_who_never_comes_to_help() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        int threads = ForkJoinPool.commonPool().getParallelism();
        CountDownLatch begun = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                begun.countDown();
                wait(end);
            });
        }
        wait(begun);
        try {
            assertEquals(MANY.subList(0, 10), new SharedWork<Integer, Integer>(first(10), i -> i).results(threads));
        } finally {
            end.countDown();
        }
    }

    @Test
    void the_first_of_the_failures_is_told_and_nothing_behind_them_is_taken() {
        List<Integer> taken = new ArrayList<>();
        IllegalStateException told = assertThrows(IllegalStateException.class, () -> AllCores.each(MANY.iterator(), i -> {
            synchronized (taken) {
                taken.add(i);
            }
            if (i >= 7) {
                throw new IllegalStateException("thing " + i);
            }
            return i;
        }));
        assertEquals("thing 7", told.getMessage());
        assertTrue(taken.size() < 1000, "took " + taken.size());
        assertThrows(StackOverflowError.class, () -> AllCores.each(first(3), i -> {
            throw new StackOverflowError();
        }));
    }

    @Test
    void things_that_cannot_be_fetched_are_a_failure_behind_those_that_were() {
        Iterator<Integer> broken = Stream.concat(MANY.stream().limit(5), Stream.generate(() -> {
            throw new IllegalArgumentException("no more");
        })).map(Integer.class::cast).iterator();
        assertEquals("no more", assertThrows(IllegalArgumentException.class, () -> AllCores.each(broken, i -> i)).getMessage());
    }

    @Test
    void work_may_share_work_of_its_own() {
        List<Integer> sums = AllCores.each(first(20), i -> AllCores.list(MANY, part -> part.map(j -> j + i)).getLast());
        assertEquals(IntStream.range(0, 20).map(i -> MANY.getLast() + i).boxed().toList(), sums);
    }
}
