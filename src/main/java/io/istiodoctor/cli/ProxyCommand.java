package io.istiodoctor.cli;

import io.istiodoctor.proxy.ProxyName;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.report.ProxyFilter;
import io.istiodoctor.report.ProxyJson;
import io.istiodoctor.report.ProxyText;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code proxy}: what istiod would tell a proxy. */
final class ProxyCommand implements Command {
    private final Choice<Boolean> json = new Choice<Boolean>("--output").or("text", false).or("json", true);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("proxy", "Show what istiod tells a proxy: listeners, hosts, routes, clusters, and what it leaves out.",
                "proxy -A", "the pods of every gateway",
                "proxy istio-ingressgateway.istio-system", "the pods of one gateway",
                "proxy storefront.shop --host shop.example.com", "the pods that a Gateway configures, one host of them",
                "proxy -A -f rendered/ -o json", "before a deploy, for a program");
        InputOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--port").type(Integer.class).paramLabel("PORT").description("Only this port of the pods.").build());
        spec.addOption(OptionSpec.builder("--host").type(String.class).paramLabel("HOST").description("Only what is for this host.").build());
        spec.addOption(json.spec("-o", "The output's format (default: text)."));
        spec.addPositional(PositionalParamSpec.builder().type(String.class).arity("0..1").paramLabel("POD.NAMESPACE|GATEWAY.NAMESPACE")
                .description("The proxy; without it, those of all gateways.").build());
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        Optional<ProxyName> name = Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null)).map(ProxyName::parse);
        ProxyFilter filter = new ProxyFilter(Optional.ofNullable(arguments.matchedOptionValue("--port", (Integer) null)),
                Optional.ofNullable(arguments.matchedOptionValue("--host", (String) null)));
        Answer<List<ProxyView>> answer;
        try (ProgressLine progress = terminal.progress()) {
            answer = doctor.proxies(InputOptions.of(arguments), name, progress);
        }
        List<ProxyView> proxies = answer.found().stream().map(filter::apply).toList();
        if (json.of(arguments)) {
            terminal.printUtf8(ProxyJson.render(proxies));
        } else {
            terminal.print(ProxyText.render(proxies, answer.unread(), terminal.screen()));
        }
        return UnreadOption.status(arguments, answer.unanswered(), terminal, 0);
    }
}
