package io.istiodoctor.model;

/** Another object that a finding concerns, and in which way. */
public record RelatedObject(ObjectRef object, String message) {}
