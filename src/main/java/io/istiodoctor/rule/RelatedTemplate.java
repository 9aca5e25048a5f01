package io.istiodoctor.rule;

/**
 * Other objects that a finding concerns.
 *
 * @param objects an expression for a list of subjects, or for an optional one
 */
public record RelatedTemplate(Expression objects, Template message) {}
