package io.istiodoctor.cli;

import io.istiodoctor.mesh.policy.Claims;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.UserError;
import io.istiodoctor.trace.RequestClient;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests, one JSON object a line: {@code url}, and optional {@code address}, {@code method}, {@code headers}, {@code from}, {@code sni}. */
final class RequestFile {
    private RequestFile() {}

    /**
     * Reads the requests of a file, in order; empty lines do not count.
     *
     * @throws UserError (bad input) naming the file and line
     */
    static List<TraceRequest> read(Path file) {
        List<TraceRequest> requests = new ArrayList<>();
        List<String> lines = TextFile.read(file).text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                requests.add(request(lines.get(i), file + " line " + (i + 1)));
            }
        }
        return requests;
    }

    private static TraceRequest request(String line, String place) {
        Node request;
        try {
            request = YamlReader.read(place, line).getFirst().root();
        } catch (SyntaxError e) {
            throw new UserError(UserError.BAD_INPUT, place + ": is no JSON object");
        }
        if (request.text("url").isEmpty()) {
            throw new UserError(UserError.BAD_INPUT, place + ": has no \"url\"");
        }
        List<String> headers = Resource.texts(request.get("headers")).entrySet().stream().map(h -> h.getKey() + ": " + h.getValue())
                .toList();
        try {
            return TraceRequest.parse(request.text("url"), new TraceRequest.Options(headers, text(request, "method"), text(request, "sni"),
                    text(request, "from"), text(request, "address")), client(request));
        } catch (UserError e) {
            throw new UserError(UserError.BAD_INPUT, place + ": " + e.getMessage());
        }
    }

    private static RequestClient client(Node request) {
        Optional<Claims> claims = request.get("jwt").fields().isEmpty() ? text(request, "jwt").map(RequestClient::claims)
                : Optional.of(new Claims(request.get("jwt")));
        return RequestClient.of(claims, text(request, "principal"), text(request, "source-ip"));
    }

    private static Optional<String> text(Node request, String field) {
        return request.get(field).text().filter(t -> !t.isEmpty());
    }
}
