package io.istiodoctor;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * The seed of every property test: always the same, so that a build that passed passes again. {@code -Dseed=random}
 * looks for what this one misses, and {@code -Dseed=NUMBER} repeats a failure, which is printed with its seed.
 */
public final class Seed implements AroundPropertyHook {
    private static final String FIXED = "20261121";

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        String wanted = Optional.ofNullable(System.getProperty("seed")).orElse(FIXED);
        context.attributes().setSeed(wanted.equals("random") ? String.valueOf(ThreadLocalRandom.current().nextLong()) : wanted);
        PropertyExecutionResult result = property.execute();
        return result.status() != PropertyExecutionResult.Status.FAILED ? result : result.mapToFailed(named(result));
    }

    /** A build's log may show no more than the failure itself. */
    private static AssertionError named(PropertyExecutionResult result) {
        String seed = result.seed().orElse("unknown");
        Throwable failure = result.throwable().orElse(null);
        String message = failure == null ? "failed" : failure.getMessage();
        return new AssertionError("with -Dseed=" + seed + ": " + message, failure);
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
