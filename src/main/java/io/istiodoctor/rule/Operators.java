package io.istiodoctor.rule;

import io.istiodoctor.model.RegularExpression;
import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.GoDuration;
import io.istiodoctor.schema.UrlText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * CEL's operators and functions for values whose types are only known when they are there: the class of definitions' rules calls them. Values are texts,
 * {@code Long}, {@code Double}, {@code Boolean}, {@code Duration}, lists, maps and {@link #NONE}, which is what comes of anything that has no value, as in
 * CEL an error does (https://github.com/google/cel-spec/blob/master/doc/langdef.md).
 */
public final class Operators {
    /** What stands for a value that there is none of. */
    public static final Object NONE = new Object();

    private Operators() {}

    /** {@code a && b} of an {@code a} that is not false: what has no value is of no account beside false. */
    public static Object and(Object a, Object b) {
        return Boolean.FALSE.equals(b) ? b : Boolean.TRUE.equals(a) && Boolean.TRUE.equals(b) ? a : NONE;
    }

    /** {@code a || b} of an {@code a} that is not true: what has no value is of no account beside true. */
    public static Object or(Object a, Object b) {
        return Boolean.TRUE.equals(b) ? b : Boolean.FALSE.equals(a) && Boolean.FALSE.equals(b) ? a : NONE;
    }

    /** {@code !a}. */
    public static Object not(Object a) {
        return a instanceof Boolean truth ? !truth : NONE;
    }

    /** Whether a loop goes on: it does where there is no value yet. */
    public static boolean goesOn(Object condition) {
        return !Boolean.FALSE.equals(condition);
    }

    /** {@code a == b}: values of different types are different, numbers are compared as numbers. */
    public static Object equal(Object a, Object b) {
        return a == NONE || b == NONE ? NONE : (Object) same(a, b);
    }

    /** {@code a != b}. */
    public static Object different(Object a, Object b) {
        return a == NONE || b == NONE ? NONE : (Object) !same(a, b);
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number && b instanceof Number) {
            return compared(a, b, n -> n == 0) == Boolean.TRUE;
        }
        if (a instanceof List<?> one && b instanceof List<?> other) {
            boolean same = one.size() == other.size();
            for (int i = 0; same && i < one.size(); i++) {
                same = same(one.get(i), other.get(i));
            }
            return same;
        }
        return a instanceof Map<?, ?> one && b instanceof Map<?, ?> other
                ? one.size() == other.size() && one.entrySet().stream().allMatch(e -> same(e.getValue(), other.get(e.getKey())))
                : Objects.equals(a, b);
    }

    /** {@code a < b}. */
    public static Object less(Object a, Object b) {
        return compared(a, b, n -> n < 0);
    }

    /** {@code a <= b}. */
    public static Object atMost(Object a, Object b) {
        return compared(a, b, n -> n <= 0);
    }

    private static Object compared(Object a, Object b, IntPredicate holds) {
        return switch (a) {
            case Long one when b instanceof Long other -> holds.test(one.compareTo(other));
            case Number one when b instanceof Number other -> Double.isNaN(one.doubleValue()) || Double.isNaN(other.doubleValue()) ? false
                    : holds.test(compared(one, other));
            case String one when b instanceof String other -> holds.test(one.compareTo(other));
            case Boolean one when b instanceof Boolean other -> holds.test(one.compareTo(other));
            case Duration one when b instanceof Duration other -> holds.test(one.compareTo(other));
            default -> NONE;
        };
    }

    // A whole number beyond 2^53 is none as a double.
    private static int compared(Number a, Number b) {
        return a instanceof Double one && b instanceof Double other ? one.equals(other) || one == 0 && other == 0 ? 0 : one.compareTo(other)
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    /** {@code a + b}. */
    public static Object sum(Object a, Object b) {
        return switch (a) {
            case Long one when b instanceof Long other -> {
                long sum = one + other;
                yield ((one ^ sum) & (other ^ sum)) < 0 ? NONE : (Object) sum;
            }
            case Double one when b instanceof Double other -> one + other;
            case String one when b instanceof String other -> one + other;
            case List<?> one when b instanceof List<?> other -> Functions.joined(one, other);
            default -> NONE;
        };
    }

    /** {@code a in b}. */
    public static Object within(Object a, Object b) {
        return a == NONE ? NONE : switch (b) {
            case List<?> list -> list.stream().anyMatch(e -> same(a, e));
            case Map<?, ?> map -> map.containsKey(a);
            default -> NONE;
        };
    }

    /** {@code a[b]}. */
    public static Object element(Object a, Object b) {
        return switch (a) {
            case List<?> list when b instanceof Long i && i >= 0 && i < list.size() -> list.get(i.intValue());
            case Map<?, ?> map -> valueOf(map, b);
            default -> NONE;
        };
    }

    /** {@code a.name}. */
    public static Object field(Object a, String name) {
        return a instanceof Map<?, ?> map ? valueOf(map, name) : NONE;
    }

    private static Object valueOf(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        return value == null ? NONE : value;
    }

    /** {@code has(a.name)}. */
    public static Object has(Object a, String name) {
        return a instanceof Map<?, ?> map ? map.containsKey(name) : NONE;
    }

    /** What a macro goes through: a list's elements, or a map's keys; null where there is nothing to go through. */
    public static @Nullable Iterable<?> elements(Object a) {
        return switch (a) {
            case List<?> list -> list;
            case Map<?, ?> map -> map.keySet();
            default -> null;
        };
    }

    /** The list of these; none where one of them has no value. */
    public static Object list(Object[] elements) {
        List<Object> list = List.of(elements);
        return list.contains(NONE) ? NONE : list;
    }

    /** {@code {}}. */
    public static Object map() {
        return Map.of();
    }

    /** {@code a.size()}. */
    public static Object size(Object a) {
        return switch (a) {
            case String text -> Functions.size(text);
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            default -> NONE;
        };
    }

    /** {@code a.contains(b)}. */
    public static Object contains(Object a, Object b) {
        return a instanceof String text && b instanceof String part ? text.contains(part) : NONE;
    }

    /** {@code a.startsWith(b)}. */
    public static Object startsWith(Object a, Object b) {
        return a instanceof String text && b instanceof String part ? text.startsWith(part) : NONE;
    }

    /** {@code a.endsWith(b)}. */
    public static Object endsWith(Object a, Object b) {
        return a instanceof String text && b instanceof String part ? text.endsWith(part) : NONE;
    }

    /** {@code a.matches(b)}: whether the regular expression takes some part of the text. */
    public static Object matches(Object a, Object b) {
        return a instanceof String text && b instanceof String expression && RegularExpression.of(expression).valid()
                ? RegularExpression.of(expression).finds(text) : NONE;
    }

    /** {@code a.split(b)}. */
    public static Object split(Object a, Object b) {
        return a instanceof String text && b instanceof String separator ? Functions.split(text, separator) : NONE;
    }

    /** {@code a.substring(b)}. */
    public static Object substring(Object a, Object b) {
        return substring(a, b, size(a));
    }

    /** {@code a.substring(b, c)}: of code points. */
    public static Object substring(Object a, Object b, Object c) {
        return a instanceof String text && b instanceof Long start && c instanceof Long end && 0 <= start && start <= end
                && end <= Functions.size(text)
                        ? text.substring(text.offsetByCodePoints(0, start.intValue()), text.offsetByCodePoints(0, end.intValue()))
                        : NONE;
    }

    /** {@code int(a)} of a text or a whole number. */
    public static Object wholeNumber(Object a) {
        try {
            return a instanceof String text ? (Object) Long.parseLong(text) : a instanceof Long ? a : NONE;
        } catch (NumberFormatException none) {
            return NONE;
        }
    }

    /** {@code duration(a)}. */
    public static Object duration(Object a) {
        return a instanceof Duration ? a : ofText(a, t -> GoDuration.nanoseconds(t).<Object>map(Duration::ofNanos).orElse(NONE));
    }

    /** {@code isURL(a)}. */
    public static Object isURL(Object a) {
        return ofText(a, UrlText::isUrl);
    }

    /** {@code url(a)}: the text itself, of which other functions ask. */
    public static Object url(Object a) {
        return ofText(a, t -> t);
    }

    /** {@code a.getScheme()}. */
    public static Object getScheme(Object a) {
        return ofText(a, UrlText::scheme);
    }

    /** {@code isIP(a)}. */
    public static Object isIP(Object a) {
        return ofText(a, Address::isIp);
    }

    private static Object ofText(Object a, Function<String, Object> function) {
        return a instanceof String text ? function.apply(text) : NONE;
    }
}
