package io.istiodoctor.fuzz;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Changes the structure of documents here and there: values of another type or size, fields that are gone, doubled or moved. */
public final class Mutant {
    private static final List<String> NUMBERS = List.of("0", "-1", "65535", "65536", "2147483647", "2147483648", "-2147483649",
            "999999999999999999", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e3", "1e400", "-0",
            "3.5", "0.1e-400");
    private static final List<String> TEXTS = List.of("", " ", "*", "*.", "*.*", ".", "..", "../..", "/", "a/b/c", "-", "~", "null",
            "true", "80", "99999999999999999999", "0x1F", "2024-01-31T12:00:00Z", "yesterday", "0000-00-00T00:00:00Z", "{", "}", "[",
            "](", "(((((a+)+)+)+)+)$", "(?<=a)b", "\\", "\\E", "$1", "${x}", "{x}", "%s", "%n%d", "'", "\"", "`id`", "$(id)", "::", "[::1]",
            "1.2.3.4/33", "1.2.3.4-", "999.1.1.1", "\u0001", "\u202Eevil", "\uD83D\uDE00", "\u0000", "line\nbreak", "a: b", "# no",
            "mesh", "ingressgateway", "istio-system", "x".repeat(300), "ISTIO_MUTUAL", "docker.io/istio/proxyv2:99999999999.99999999999",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");

    private final RandomGenerator random;
    private final List<Node> donors;
    private double rate;

    /**
     * A maker of mutants.
     *
     * @param donors documents from which parts are taken to where they do not belong
     */
    public Mutant(RandomGenerator random, List<Node> donors) {
        this.random = random;
        this.donors = donors;
    }

    /** These documents with one to some changes in each. */
    public List<Node> of(List<Node> documents) {
        List<Node> mutants = new ArrayList<>();
        for (Node document : documents) {
            rate = (random.nextInt(4) + 0.5) / size(document);
            mutants.add(change(document));
        }
        return mutants;
    }

    private static int size(Node node) {
        return 1 + Stream.concat(node.elements().stream(), node.fields().values().stream()).mapToInt(Mutant::size).sum();
    }

    private Node change(Node node) {
        if (random.nextDouble() < rate) {
            return other(node);
        }
        return switch (node) {
            case Mapping mapping -> mapping(mapping);
            case Sequence sequence -> sequence(sequence);
            default -> node;
        };
    }

    private Node mapping(Mapping mapping) {
        Map<String, Node> fields = new LinkedHashMap<>();
        mapping.fields().forEach((name, value) -> {
            if (random.nextDouble() >= rate / 2) {
                fields.put(random.nextDouble() < rate / 4 ? pick(TEXTS) : name, change(value));
            }
        });
        return new Mapping(fields, Map.of(), Mark.NONE);
    }

    private Node sequence(Sequence sequence) {
        List<Node> elements = new ArrayList<>();
        for (Node element : sequence.elements()) {
            int copies = random.nextDouble() >= rate / 2 ? 1 : random.nextInt(4);
            for (int i = 0; i < copies; i++) {
                elements.add(change(element));
            }
        }
        if (random.nextDouble() < rate / 2) {
            Collections.reverse(elements);
        }
        return new Sequence(elements, Mark.NONE);
    }

    private Node other(Node node) {
        return switch (random.nextInt(8)) {
            case 0 -> new Scalar("null", Scalar.Type.NULL, Mark.NONE);
            case 1 -> new Scalar(String.valueOf(random.nextBoolean()), Scalar.Type.BOOLEAN, Mark.NONE);
            case 2 -> new Sequence(List.of(node, node), Mark.NONE);
            case 3 -> new Mapping(Map.of(pick(TEXTS), node), Map.of(), Mark.NONE);
            case 4 -> part(pick(donors));
            case 5 -> random.nextBoolean() ? Mapping.EMPTY : new Sequence(List.of(), Mark.NONE);
            case 6 -> new Scalar(pick(NUMBERS), Scalar.Type.NUMBER, Mark.NONE);
            default -> new Scalar(pick(TEXTS), Scalar.Type.STRING, Mark.NONE);
        };
    }

    /** Some part of a document, of any depth. */
    private Node part(Node node) {
        List<Node> parts = Stream.concat(node.elements().stream(), node.fields().values().stream()).toList();
        return parts.isEmpty() || random.nextInt(4) == 0 ? node : part(pick(parts));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
