package io.istiodoctor.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import io.istiodoctor.model.UserError;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs random cases, each of which can be had again by its seed. */
public final class Cases {
    private static final int COUNT = Integer.getInteger("fuzz.cases", 100);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    /** Far beyond what any of them takes, also on a busy machine. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(20);

    private Cases() {}

    /** What is done with one case; only the tool's own errors may come out of it. */
    @FunctionalInterface
    public interface Trial {
        /** Runs the case that these random numbers make; {@link UserError} is an answer like any other. */
        void run(RandomGenerator random) throws Exception;
    }

    /** Runs all cases of one sort and fails at the first that is not survived, naming its seed. */
    public static void run(String sort, Trial trial) {
        System.out.printf("fuzz: %s, %d cases, seeds %d to %d%n", sort, COUNT, SEED, SEED + COUNT - 1);
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            long began = System.nanoTime();
            try {
                trial.run(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (UserError answer) {
                requireOneLine(answer, sort, seed);
            } catch (Exception | Error e) {
                fail(sort + " with -Dfuzz.seed=" + seed + " -Dfuzz.cases=1: " + e, e);
            }
            if (System.nanoTime() - began > LONGEST) {
                fail(sort + " with -Dfuzz.seed=" + seed + " -Dfuzz.cases=1 took "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s");
            }
        }
    }

    private static void requireOneLine(UserError answer, String sort, long seed) {
        String message = answer.getMessage();
        if (message.length() > 1000 || message.chars().anyMatch(c -> c < ' ')) {
            fail(sort + " with -Dfuzz.seed=" + seed + " -Dfuzz.cases=1 gives a message that is no line: " + message);
        }
    }
}
