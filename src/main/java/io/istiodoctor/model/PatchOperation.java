package io.istiodoctor.model;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a JSON Patch (RFC 6902).
 *
 * @param op "add", "replace" or "remove"
 * @param path a JSON Pointer (RFC 6901)
 * @param value what is written there: a String, Long, Boolean, List or Map of these; null for "remove"
 */
public record PatchOperation(String op, String path, @Nullable Object value) {}
