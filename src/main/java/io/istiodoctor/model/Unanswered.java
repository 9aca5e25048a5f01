package io.istiodoctor.model;

/**
 * Something that was asked for and could not be judged, because what it needs was not read.
 *
 * @param question what was asked for: "the 24 rules of routing"
 * @param reason why not, and the way out, as a clause without a full stop
 */
public record Unanswered(String question, String reason) {}
