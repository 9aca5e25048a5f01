package io.istiodoctor.cli;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.UserError;
import io.istiodoctor.report.TraceJson;
import io.istiodoctor.report.TraceTable;
import io.istiodoctor.report.TraceText;
import io.istiodoctor.report.UrlsText;
import io.istiodoctor.trace.ServiceReach;
import io.istiodoctor.trace.ServiceTracer;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code trace}: follows one request hop by hop, or tells by which URLs a Service is reached. */
final class TraceCommand implements Command {
    private static final Set<String> OF_SECRETS = Set.of("-H", "--header", "--jwt", "--principal");
    private static final Pattern MAY_BE_SECRET = Pattern.compile("^(--(?:header|jwt|principal)=|-H)(?=.).*", Pattern.DOTALL);

    private final Choice<Boolean> json = new Choice<Boolean>("--output").or("text", false).or("json", true);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("trace", "Follow a request hop by hop and see where it stops.",
                "trace http://192.168.96.11:30001/fft", "what you typed into the browser",
                "trace https://shop.example.com/ --header 'x-user: jane'", "with a header",
                "trace http://cart/ --from shop/web-0", "from a pod inside the mesh",
                "trace http://shop.example.com/ --principal login.example.com/jane", "with a token of hers",
                "trace cart.shop:8080", "the reverse: which URLs lead to this Service");
        InputOptions.addTo(spec);
        RequestOptions.addTo(spec);
        spec.addOption(RequestOptions
                .file("Trace many requests: one JSON object a line with url, and optional address, method, headers, from, sni,"
                        + " jwt (an object), principal, source-ip. With -o json one object a line comes back."));
        spec.addOption(OptionSpec.builder("--config-dump").type(Path.class).converters(InputOptions.path()).paramLabel("FILE")
                .description("What a proxy really has, in place of what istiod"
                        + " would tell it: Envoy's /config_dump with EDS, or istioctl proxy-config all POD -o json.")
                .build());
        spec.addOption(json.spec("-o", "The output's format (default: text)."));
        spec.addPositional(PositionalParamSpec.builder().type(String.class).arity("0..1").paramLabel("URL|SERVICE.NAMESPACE[:PORT]")
                .description("http, https, tcp or tls URL; or a Service, for the URLs that lead to it.").build());
        return Help.withExitCodes(spec, "reachable, or redirected", "suspect, or broken", "wrong usage, or input that cannot be read",
                "not known, or the cluster could not be read");
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        String target = arguments.matchedPositionalValue(0, "");
        Input input = InputOptions.of(arguments);
        Path requests = arguments.matchedOptionValue("--requests", (Path) null);
        if (target.isEmpty() == (requests == null)) {
            throw new ParameterException(arguments.commandSpec().commandLine(), requests == null
                    ? "trace needs a URL (http://HOST/PATH), a Service (SERVICE.NAMESPACE) or --requests FILE"
                    : "a URL and --requests exclude each other");
        }
        if (requests != null) {
            return traces(RequestOptions.of(requests, arguments), input, arguments, doctor, terminal);
        }
        if (ServiceTracer.names(target)) {
            RequestOptions.firstOf(arguments).or(() -> Stream.of("--config-dump").filter(arguments::hasMatchedOption).findFirst())
                    .ifPresent(option -> {
                        throw InputOptions.wrong(arguments,
                                option + " belongs to a request, but '" + target + "' is a Service; give a URL");
                    });
        }
        return ServiceTracer.names(target) ? reach(target, input, arguments, doctor, terminal)
                : trace(target, input, arguments, doctor, terminal);
    }

    private int trace(String url, Input input, ParseResult arguments, Doctor doctor, Terminal terminal) {
        TraceRequest request = RequestOptions.of(url, arguments);
        Trace trace;
        try (ProgressLine progress = terminal.progress()) {
            trace = doctor.trace(input, request, dump(arguments), progress);
        }
        if (json.of(arguments)) {
            terminal.printUtf8(TraceJson.trace(trace));
        } else {
            terminal.print(TraceText.render(trace, trace.answeredByProxy() ? List.of() : mend(arguments, trace.url()), terminal.screen()));
        }
        return verdict(trace, arguments).exitCode();
    }

    /**
     * The same request of the same objects, asked of mend; nothing where a proxy's own configuration was traced, which no object changes. What
     * may be secret is left for the user to write again.
     */
    private static List<String> mend(ParseResult arguments, String url) {
        if (arguments.hasMatchedOption("--config-dump")) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("mend", url));
        boolean secret = false;
        for (String word : arguments.originalArgs()) {
            if (secret) {
                words.add("...");
            } else if (MAY_BE_SECRET.matcher(word).find()) {
                words.add(MAY_BE_SECRET.matcher(word).replaceFirst("$1..."));
            } else if (!word.equals(arguments.matchedPositionalValue(0, ""))) {
                words.add(word);
            }
            secret = !secret && OF_SECRETS.contains(word);
        }
        return words;
    }

    private int traces(List<TraceRequest> requests, Input input, ParseResult arguments, Doctor doctor, Terminal terminal) {
        List<Trace> traces;
        try (ProgressLine progress = terminal.progress()) {
            traces = doctor.trace(input, requests, dump(arguments), progress);
        }
        if (json.of(arguments)) {
            terminal.printUtf8(TraceJson.traces(traces));
        } else {
            terminal.print(TraceTable.render(traces, terminal.screen()));
        }
        return traces.stream().mapToInt(t -> verdict(t, arguments).exitCode()).boxed().min(Comparator.comparingInt(TraceCommand::severity))
                .orElse(0);
    }

    private static Verdict verdict(Trace trace, ParseResult arguments) {
        return UnreadOption.accepts(arguments) ? trace.asRead() : trace.verdict();
    }

    // What is broken counts before what is not known.
    private static int severity(int exitCode) {
        return exitCode == 1 ? 0 : exitCode == 3 ? 1 : 2;
    }

    private int reach(String service, Input input, ParseResult arguments, Doctor doctor, Terminal terminal) {
        ServiceReach reach;
        try (ProgressLine progress = terminal.progress()) {
            reach = doctor.reach(input, service, progress);
        }
        if (json.of(arguments)) {
            terminal.printUtf8(TraceJson.service(reach));
        } else {
            terminal.print(UrlsText.render(reach, terminal.screen()));
        }
        int nothing = reach.unread().isEmpty() ? 1 : UserError.UNREADABLE_CLUSTER;
        return reach.urls().stream().mapToInt(r -> r.verdict().exitCode()).boxed().max(Comparator.comparingInt(TraceCommand::severity))
                .orElse(nothing);
    }

    private static Optional<TextFile> dump(ParseResult arguments) {
        return Optional.ofNullable(arguments.matchedOptionValue("--config-dump", (Path) null)).map(TextFile::read);
    }
}
