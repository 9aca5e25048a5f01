package io.istiodoctor.model;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a JSON Patch (RFC 6902).
 *
 * @param op "add", "replace", "remove" or "move"
 * @param path a JSON Pointer (RFC 6901); of "move", where it comes to
 * @param value what is written there: a String, Long, Boolean, List or Map of these; null for "remove"; of "move", the pointer
 *     to where it comes from
 */
public record PatchOperation(String op, String path, @Nullable Object value) {}
