package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.Node;

/** Fields of Envoy's messages, which are written with underscores by Envoy itself and in camel case by others. */
final class EnvoyJson {
    private EnvoyJson() {}

    /** A field of fields, by the names with underscores; absent where one of them is. */
    static Node get(Node message, String... path) {
        Node at = message;
        for (String name : path) {
            Node snake = at.get(name);
            at = snake.isPresent() ? snake : at.get(camel(name));
        }
        return at;
    }

    /** The text of such a field; empty when it has none. */
    static String text(Node message, String... path) {
        return get(message, path).text().orElse("");
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean joint = name.charAt(i) == '_' && i + 1 < name.length();
            camel.append(joint ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }
}
