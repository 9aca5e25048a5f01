package io.istiodoctor.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * What to check, and by which rules.
 *
 * @param input the state to read
 * @param ruleFolders folders with rules of the user's own
 * @param rules names or aliases of the only rules to ask; empty for all
 */
public record CheckRequest(Input input, List<Path> ruleFolders, List<String> rules) {
    public CheckRequest {
        ruleFolders = List.copyOf(ruleFolders);
        rules = List.copyOf(rules);
    }
}
