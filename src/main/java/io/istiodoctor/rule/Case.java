package io.istiodoctor.rule;

import java.util.Optional;

/**
 * One of several values, of which the first whose condition holds is taken.
 *
 * @param when the condition; none means always
 */
public record Case<T>(Optional<Expression> when, T value) {}
