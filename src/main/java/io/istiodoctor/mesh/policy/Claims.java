package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The claims of a token. */
public record Claims(Node root) {
    private static final Set<String> SPACED = Set.of("scope", "permission");

    /** The issuer; empty when the token names none. */
    public String issuer() {
        return root.text("iss");
    }

    /** Whom the token is for; a single text counts as a list of one. */
    public List<String> audiences() {
        return texts(List.of("aud"));
    }

    Optional<String> text(String claim) {
        return root.get(claim).text();
    }

    /** The texts at a path of claims: one text, those of a list, or the words of a scope. */
    public List<String> texts(List<String> path) {
        Node at = root;
        for (String name : path) {
            at = at.get(name);
        }
        Optional<String> single = at.text();
        if (single.isPresent()) {
            return path.size() == 1 && SPACED.contains(path.getFirst()) ? Arrays.asList(single.get().split(" ")) : List.of(single.get());
        }
        return at.elements().stream().flatMap(e -> e.text().stream()).toList();
    }
}
