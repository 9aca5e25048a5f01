package io.istiodoctor.cli;

import io.istiodoctor.report.TraceJson;
import io.istiodoctor.report.UrlsText;
import io.istiodoctor.trace.UrlRow;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code urls}: every URL that leads in. */
final class UrlsCommand implements Command {
    private final Choice<Boolean> json = new Choice<Boolean>("--output").or("text", false).or("json", true);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("urls", "List every URL that leads in, what it leads to, and a command that asks for it.",
                "urls -n shop", "those that lead to a namespace",
                "urls -A -o json", "all of them, for a program");
        InputOptions.addTo(spec);
        spec.addOption(json.spec("-o", "The output's format (default: text)."));
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        Answer<List<UrlRow>> urls;
        try (ProgressLine progress = terminal.progress()) {
            urls = doctor.urls(InputOptions.of(arguments), progress);
        }
        if (json.of(arguments)) {
            terminal.printUtf8(TraceJson.urls(urls.found(), urls.unread()));
        } else {
            terminal.print(UrlsText.render(urls.found(), urls.unread(), terminal.screen()));
        }
        return UnreadOption.status(arguments, urls.unanswered(), terminal, 0);
    }
}
