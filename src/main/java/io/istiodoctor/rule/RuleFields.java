package io.istiodoctor.rule;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a rule file, read with care: what is missing, misspelt or of the wrong shape is told with its place. */
record RuleFields(String file, Node root) {
    static RuleFields of(Path path) {
        List<Node> documents = YamlReader.read(path.toString(), text(path)).stream().map(Document::root).toList();
        if (documents.size() != 1 || documents.getFirst().fields().isEmpty()) {
            throw new RuleException(path.toString(), Mark.NONE, "a rule file holds one mapping");
        }
        return new RuleFields(path.toString(), documents.getFirst());
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UserError(UserError.BAD_INPUT, path + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    RuleException mistake(Node at, String problem) {
        return new RuleException(file, at.mark(), problem);
    }

    RuleException missing(Node in, String key) {
        return mistake(in, "the field " + key + " is missing");
    }

    void onlyKeys(Node mapping, Set<String> keys) {
        for (var field : mapping.fields().entrySet()) {
            if (!keys.contains(field.getKey())) {
                throw mistake(field.getValue(), "unknown field " + field.getKey() + "; known here: "
                        + String.join(", ", new TreeSet<>(keys)));
            }
        }
    }

    Node requiredNode(Node in, String key) {
        if (!in.get(key).isPresent()) {
            throw missing(in, key);
        }
        return in.get(key);
    }

    String required(Node in, String key) {
        return requiredNode(in, key).text().orElseThrow(() -> mistake(in.get(key), key + " must be a text"));
    }

    List<String> texts(Node in, String key) {
        return in.get(key).elements().stream().map(n -> n.text().orElseThrow(() -> mistake(n, "must be a text"))).toList();
    }

    Optional<Expression> expression(Node in, String key) {
        Node node = in.get(key);
        return node.isPresent() ? Optional.of(new Expression(required(in, key).strip(), file, node.mark(), Optional.empty()))
                : Optional.empty();
    }

    Optional<Template> template(Node in, String key) {
        return in.get(key).isPresent() ? Optional.of(template(in.get(key))) : Optional.empty();
    }

    Template template(Node node) {
        return Template.parse(node.text().orElseThrow(() -> mistake(node, "must be a text")).strip(), file, node.mark());
    }
}
