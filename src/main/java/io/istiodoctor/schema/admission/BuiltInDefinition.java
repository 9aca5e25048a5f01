package io.istiodoctor.schema.admission;

import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.YamlReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What releases define of a kind: its versions and schemas, and their parts, each read when it is first asked for. For many threads. */
final class BuiltInDefinition {
    private final String kind;
    private final Node versions;
    private final String[] parts;
    private final Map<Integer, Node> read = new ConcurrentHashMap<>();

    /** @param text a line with the versions and schemas, and one for each part */
    BuiltInDefinition(String kind, String text) {
        this.kind = kind;
        this.parts = text.split("\n");
        this.versions = read(0);
    }

    private Node read(int line) {
        return YamlReader.readWellFormed(kind, parts[line]);
    }

    /** The names of its versions. */
    Set<String> versions() {
        return versions.get("versions").fields().keySet();
    }

    /** The schema of a version, as it is written; empty where there is no such version. */
    Optional<Node> schema(String version) {
        return versions.get("versions").get(version).number().map(n -> versions.get("schemas").elements().get(n.intValue()));
    }

    /** What schemas call by this number. */
    Node part(int number) {
        return read.computeIfAbsent(number, n -> read(n + 1));
    }

    /** How many parts there are. */
    int parts() {
        return parts.length - 1;
    }
}
