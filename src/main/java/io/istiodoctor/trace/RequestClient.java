package io.istiodoctor.trace;

import io.istiodoctor.mesh.policy.Address;
import io.istiodoctor.mesh.policy.Claims;
import io.istiodoctor.mesh.policy.Token;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of the client of a request beside the request itself.
 *
 * @param token the token that it brings; as the request's own headers show where nothing is said
 * @param address where it is, as the first proxy sees it; empty where nothing is said
 */
public record RequestClient(Token token, Optional<String> address) {
    /** A client of whom nothing is said. */
    public static final RequestClient UNSAID = new RequestClient(Token.AS_SENT, Optional.empty());

    /**
     * Reads what a user says of a client.
     *
     * @param claims of a good token
     * @param principal instead of claims: ISSUER/SUBJECT
     * @param address an IP address
     * @throws UserError (bad input) when one of them is not what it should be
     */
    public static RequestClient of(Optional<Claims> claims, Optional<String> principal, Optional<String> address) {
        if (claims.isPresent() && principal.isPresent()) {
            throw bad("claims and a principal exclude each other: a request brings one token");
        }
        address.filter(a -> !Addresses.literal(a)).ifPresent(a -> {
            throw bad("source address '" + a + "' is no IP address; write 203.0.113.7");
        });
        Token token = claims.or(() -> principal.map(RequestClient::principal)).<Token>map(Token.Claiming::new).orElse(Token.AS_SENT);
        return new RequestClient(token, address);
    }

    /**
     * Reads claims as JSON, {@code {"iss": "https://login.example.com", "sub": "jane"}}.
     *
     * @throws UserError (bad input) when they are no object
     */
    public static Claims claims(String json) {
        try {
            Node root = json.stripLeading().startsWith("{") ? YamlReader.read("claims", json).getFirst().root() : Node.of("");
            if (!root.fields().isEmpty()) {
                return new Claims(root);
            }
        } catch (SyntaxError unreadable) {
            // Told below, with what is wanted.
        }
        throw bad("the claims are no JSON object" + (json.startsWith("eyJ") ? " but a token; write what it says" : "; write")
                + " {\"iss\": \"ISSUER\", \"sub\": \"SUBJECT\"}");
    }

    private static Claims principal(String written) {
        int slash = written.lastIndexOf('/');
        if (slash < 1 || slash == written.length() - 1) {
            throw bad("the principal is no ISSUER/SUBJECT");
        }
        return new Claims(Node.of(Map.of("iss", written.substring(0, slash), "sub", written.substring(slash + 1))));
    }

    private static UserError bad(String message) {
        return new UserError(UserError.BAD_INPUT, message);
    }

    /** Where the first proxy sees it, or why that is not known. */
    Address at(String otherwise) {
        return address.<Address>map(Address.Known::new).orElse(new Address.Unknown(otherwise));
    }
}
