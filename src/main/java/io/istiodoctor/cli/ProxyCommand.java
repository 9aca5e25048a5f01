package io.istiodoctor.cli;

import io.istiodoctor.model.WholeNumber;
import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.proxy.dump.ProxyDiff;
import io.istiodoctor.report.ProxyDiffJson;
import io.istiodoctor.report.ProxyDiffText;
import io.istiodoctor.report.ProxyFilter;
import io.istiodoctor.report.ProxyJson;
import io.istiodoctor.report.ProxyText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** {@code proxy}: what istiod would tell a proxy. */
final class ProxyCommand implements Command {
    private static final int HIGHEST_PORT = 65_535;

    private final Choice<Boolean> json = new Choice<Boolean>("--output").or("text", false).or("json", true);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("proxy", "Show what istiod tells a proxy: listeners, hosts, routes, clusters, and what it leaves out.",
                "proxy -A", "the pods of every gateway",
                "proxy istio-ingressgateway.istio-system", "the pods of one gateway",
                "proxy storefront.shop --host shop.example.com", "the pods that a Gateway configures, one host of them",
                "proxy -A -f rendered/ -o json", "before a deploy, for a program",
                "proxy --diff dump.json", "what a proxy has that it should not, or lacks");
        InputOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--port").type(Integer.class).converters(port()).paramLabel("PORT")
                .description("Only this port of the pods.").build());
        spec.addOption(
                OptionSpec.builder("--host").type(String.class).paramLabel("HOST").description("Only what is for this host.").build());
        spec.addOption(dump("--config-dump",
                "Show what a proxy really has: Envoy's /config_dump with EDS, or istioctl proxy-config all POD -o json."));
        spec.addOption(
                dump("--diff", "Say in what a proxy, by its dump, differs from what istiod would tell it. Exit status 1 when it does."));
        spec.addOption(json.spec("-o", "The output's format (default: text)."));
        spec.addPositional(PositionalParamSpec.builder().type(String.class).arity("0..1").paramLabel("POD.NAMESPACE|GATEWAY.NAMESPACE")
                .description("The proxy; without it, those of all gateways.").build());
        return spec;
    }

    private static ITypeConverter<Integer> port() {
        return text -> WholeNumber.of(text).filter(n -> n >= 1 && n <= HIGHEST_PORT).map(Long::intValue)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no port between 1 and " + HIGHEST_PORT));
    }

    private static OptionSpec dump(String name, String description) {
        return OptionSpec.builder(name).type(Path.class).converters(InputOptions.path()).paramLabel("FILE").description(description)
                .build();
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        Optional<ProxyName> name = Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null)).map(ProxyName::parse);
        ProxyFilter filter = new ProxyFilter(Optional.ofNullable(arguments.matchedOptionValue("--port", (Integer) null)),
                Optional.ofNullable(arguments.matchedOptionValue("--host", (String) null)));
        Path shown = arguments.matchedOptionValue("--config-dump", (Path) null);
        Path compared = arguments.matchedOptionValue("--diff", (Path) null);
        if (shown != null && compared != null) {
            throw InputOptions.wrong(arguments, "--config-dump shows a dump and --diff compares it; leave one of them out");
        }
        if (compared != null) {
            Stream.of("--port", "--host").filter(arguments::hasMatchedOption).findFirst().ifPresent(option -> {
                throw InputOptions.wrong(arguments, option + " shows a part of a proxy, but --diff compares all of it");
            });
            return diff(TextFile.read(compared), name, arguments, doctor, terminal);
        }
        Answer<List<ProxyView>> answer;
        try (ProgressLine progress = terminal.progress()) {
            answer = shown == null ? doctor.proxies(InputOptions.of(arguments), name, progress)
                    : has(doctor.dumped(InputOptions.of(arguments), TextFile.read(shown), name, progress));
        }
        List<ProxyView> proxies = answer.found().stream().map(filter::apply).toList();
        if (json.of(arguments)) {
            terminal.printUtf8(ProxyJson.render(proxies));
        } else {
            terminal.print(ProxyText.render(proxies, answer.unread(), terminal.screen()));
        }
        return UnreadOption.status(arguments, answer.unanswered(), terminal, 0);
    }

    private static Answer<List<ProxyView>> has(Answer<ProxyDiff> dumped) {
        return new Answer<>(dumped.found().proxy().views(), dumped.unread(), dumped.unanswered());
    }

    private int diff(TextFile dump, Optional<ProxyName> name, ParseResult arguments, Doctor doctor, Terminal terminal) {
        Answer<ProxyDiff> answer;
        try (ProgressLine progress = terminal.progress()) {
            answer = doctor.dumped(InputOptions.of(arguments), dump, name, progress);
        }
        if (json.of(arguments)) {
            terminal.printUtf8(ProxyDiffJson.render(answer.found()));
        } else {
            terminal.print(ProxyDiffText.render(answer.found(), terminal.screen()));
        }
        return UnreadOption.status(arguments, answer.unanswered(), terminal, answer.found().same() ? 0 : 1);
    }
}
