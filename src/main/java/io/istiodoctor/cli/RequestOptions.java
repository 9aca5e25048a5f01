package io.istiodoctor.cli;

import io.istiodoctor.trace.RequestClient;
import io.istiodoctor.trace.RequestOrigin;
import io.istiodoctor.trace.TraceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that tell more of a request than its URL. */
final class RequestOptions {
    /** Those that speak of one request. */
    private static final List<String> OF_A_REQUEST = List.of("--header", "--method", "--sni", "--from", "--jwt", "--principal",
            "--source-ip", "--address");
    private static final List<String> OF_HTTP = List.of("--header", "--method", "--jwt", "--principal");

    private RequestOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-H", "--header").type(List.class).auxiliaryTypes(String.class).paramLabel("'NAME: VALUE'")
                .description("A header of the request. May be repeated.").build());
        spec.addOption(text("--method", "METHOD", "The request's method (default: GET)."));
        spec.addOption(text("--sni", "NAME", "What the client names in its TLS greeting (default: the URL's host)."));
        spec.addOption(text("--from", "ORIGIN", "Where the request comes from: external (default), or NAMESPACE/WORKLOAD."));
        spec.addOption(text("--jwt", "CLAIMS",
                "Claims of a good token that comes with the request, as JSON: '{\"iss\": \"ISSUER\", \"sub\": \"SUBJECT\"}'."));
        spec.addOption(text("--principal", "ISSUER/SUBJECT", "The same in short."));
        spec.addOption(text("--source-ip", "IP", "Where a client outside is, as the first proxy sees it."));
        spec.addOption(
                text("--address", "IP[:PORT]", "What to connect to, where the URL's host does not resolve to it (as curl --resolve)."));
    }

    /** The option that names a file of requests. */
    static OptionSpec file(String description) {
        return OptionSpec.builder("--requests").type(Path.class).converters(InputOptions.path()).paramLabel("FILE").description(description)
                .build();
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name).type(String.class).paramLabel(label).description(description).build();
    }

    /** The first option that speaks of one request. */
    static Optional<String> firstOf(ParseResult arguments) {
        return first(OF_A_REQUEST, arguments);
    }

    /** The requests of the file that {@code --requests} names, each of which says of itself what else options say. */
    static List<TraceRequest> of(Path file, ParseResult arguments) {
        firstOf(arguments).ifPresent(option -> {
            throw InputOptions.wrong(arguments,
                    option + " belongs to one request, but --requests names many, which say such things themselves");
        });
        return RequestFile.read(file);
    }

    /** The request to a URL, with what the options say of it. */
    static TraceRequest of(String url, ParseResult arguments) {
        TraceRequest request = parse(url, arguments);
        if (!request.scheme().startsWith("http")) {
            first(OF_HTTP, arguments).ifPresent(option -> {
                throw InputOptions.wrong(arguments, option + " is a part of HTTP, but " + url + " is a connection without it");
            });
        }
        if (List.of("http", "tcp").contains(request.scheme()) && arguments.hasMatchedOption("--sni")) {
            throw InputOptions.wrong(arguments, "--sni is a part of TLS, but " + url + " has none");
        }
        if (request.from() instanceof RequestOrigin.FromWorkload && arguments.hasMatchedOption("--source-ip")) {
            throw InputOptions.wrong(arguments, "--source-ip speaks of a client outside, but --from names one inside");
        }
        return request;
    }

    private static Optional<String> first(List<String> options, ParseResult arguments) {
        return options.stream().filter(arguments::hasMatchedOption).findFirst();
    }

    private static TraceRequest parse(String url, ParseResult arguments) {
        return TraceRequest.parse(url,
                new TraceRequest.Options(arguments.matchedOptionValue("--header", List.of()), option(arguments, "--method"),
                        option(arguments, "--sni"), option(arguments, "--from"), option(arguments, "--address")),
                RequestClient.of(option(arguments, "--jwt").map(RequestClient::claims), option(arguments, "--principal"),
                        option(arguments, "--source-ip")));
    }

    static Optional<String> option(ParseResult arguments, String name) {
        return Optional.ofNullable(arguments.matchedOptionValue(name, (String) null));
    }
}
