package io.istiodoctor.model;

/**
 * A place in a manifest.
 *
 * @param file as the user gave it, or "-" for standard input
 * @param line 1-based
 * @param column 1-based, in code points
 * @param text the whole line, for showing it; empty where it may not be shown, or is too long for it
 */
public record Location(String file, int line, int column, String text) {}
