package io.istiodoctor.conversion;

import io.istiodoctor.model.Certainty;

/**
 * What is not certain about something that was made, because it rests on what was not read.
 *
 * @param certainty {@link Certainty#INFERRED} where it was made as if what was not seen did not exist, {@link Certainty#UNKNOWN} where it was
 *     made as if it did
 * @param reason a clause without a full stop
 */
public record Doubt(Certainty certainty, String reason) {}
