package io.istiodoctor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the build puts in the place of Java's comparators orders as they do. */
class ComparatorsTest {
    private record Pair(String text, int number) {}

    @Test
    void they_order_alike() {
        Random random = new Random(1);
        List<Pair> pairs = Stream.generate(() -> new Pair(Character.toString('a' + random.nextInt(4)), random.nextInt(4))).limit(200)
                .toList();
        Comparator<String> down = Comparator.reverseOrder();
        Map<Comparator<Pair>, Comparator<Pair>> javas = Map.of(
                Comparators.comparing(Pair::text), Comparator.comparing(Pair::text),
                Comparators.comparing(Pair::text, down), Comparator.comparing(Pair::text, down),
                Comparators.comparingInt(Pair::number), Comparator.comparingInt(Pair::number),
                Comparators.thenComparing(Comparators.comparing(Pair::text), Comparators.comparingInt(Pair::number)),
                Comparator.comparing(Pair::text).thenComparing(Comparator.comparingInt(Pair::number)),
                Comparators.thenComparing(Comparators.comparingInt(Pair::number), Pair::text),
                Comparator.comparingInt(Pair::number).thenComparing(Pair::text),
                Comparators.thenComparing(Comparators.comparingInt(Pair::number), Pair::text, down),
                Comparator.comparingInt(Pair::number).thenComparing(Pair::text, down),
                Comparators.thenComparingInt(Comparators.comparing(Pair::text), Pair::number),
                Comparator.comparing(Pair::text).thenComparingInt(Pair::number));
        javas.forEach((ours, java) -> assertEquals(pairs.stream().sorted(java).toList(), pairs.stream().sorted(ours).toList()));
        List<Map.Entry<String, Integer>> entries = pairs.stream().map(p -> Map.entry(p.text, p.number)).toList();
        assertEquals(entries.stream().sorted(Map.Entry.comparingByKey()).toList(),
                entries.stream().sorted(Comparators.comparingByKey()).toList());
        assertEquals(entries.stream().sorted(Map.Entry.comparingByValue()).toList(),
                entries.stream().sorted(Comparators.comparingByValue()).toList());
        Comparator<Integer> falling = Comparator.reverseOrder();
        assertEquals(entries.stream().sorted(Map.Entry.comparingByValue(falling)).toList(),
                entries.stream().sorted(Comparators.comparingByValue(falling)).toList());
    }

    @Test
    void each_has_a_namesake_of_the_same_type() {
        List<String> javas = new ArrayList<>();
        for (Class<?> type : List.of(Comparator.class, Map.Entry.class)) {
            for (Method method : type.getMethods()) {
                List<Class<?>> parameters = new ArrayList<>(Arrays.asList(method.getParameterTypes()));
                if (!Modifier.isStatic(method.getModifiers())) {
                    parameters.addFirst(type);
                }
                javas.add(method.getName() + parameters);
            }
        }
        for (Method method : Comparators.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                assertTrue(javas.contains(method.getName() + Arrays.asList(method.getParameterTypes())), method.toString());
            }
        }
    }
}
