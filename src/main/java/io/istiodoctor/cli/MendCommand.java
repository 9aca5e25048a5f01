package io.istiodoctor.cli;

import io.istiodoctor.cluster.LostChange;
import io.istiodoctor.mend.Change;
import io.istiodoctor.mend.Goal;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Mending;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.model.UserError;
import io.istiodoctor.report.MendJson;
import io.istiodoctor.report.MendText;
import io.istiodoctor.report.Screen;
import io.istiodoctor.trace.TraceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code mend}: the smallest change after which a request arrives. */
final class MendCommand implements Command {
    private final Choice<Boolean> json = new Choice<Boolean>("--output").or("text", false).or("json", true);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Help.spec("mend", "Find the smallest change after which a request arrives, and nothing else fares worse.",
                "mend https://shop.example.com/ -f manifests/ | patch -p0", "change manifests",
                "mend http://192.168.96.11:30001/fft", "commands for the cluster that kubectl talks to",
                "mend https://shop.example.com/cart --to cart.shop:8080", "where no object says where it should lead");
        InputOptions.addTo(spec);
        RequestOptions.addTo(spec);
        spec.addOption(RequestOptions.text("--to", "SERVICE.NAMESPACE[:PORT]", "Where the request should lead, where no object tells."));
        spec.addOption(RequestOptions
                .file("Mend many requests, each by itself: one JSON object a line with url, and optional address, method, headers,"
                        + " from, sni. With -o json one object a line comes back."));
        spec.addOption(OptionSpec.builder("--weaken").type(boolean.class)
                .description("Also take changes that weaken a protection: open a policy, accept plain text, ask for no certificate.")
                .build());
        spec.addOption(OptionSpec.builder("--apply").type(boolean.class)
                .description("Make the change: write the files, or change the cluster after a dry run"
                        + " and a question.")
                .build());
        spec.addOption(OptionSpec.builder("-y", "--yes").type(boolean.class).description("With --apply: do not ask.").build());
        spec.addOption(json.spec("-o", "The output's format (default: text)."));
        spec.addPositional(PositionalParamSpec.builder().type(String.class).arity("0..1").paramLabel("URL")
                .description("http, https, tcp or tls URL.").build());
        return Help.withExitCodes(spec, "mended, or nothing to mend", "no change was found", "wrong usage, or input that cannot be read",
                "the cluster could not be read well enough to tell");
    }

    @Override
    public int run(ParseResult arguments, Doctor doctor, Terminal terminal) {
        String url = arguments.matchedPositionalValue(0, "");
        Path file = arguments.matchedOptionValue("--requests", (Path) null);
        if (url.isEmpty() == (file == null)) {
            throw new ParameterException(arguments.commandSpec().commandLine(),
                    file == null ? "mend needs a URL (http://HOST/PATH) or --requests FILE"
                            : "a URL and --requests exclude each other");
        }
        List<TraceRequest> requests = file == null ? List.of(RequestOptions.of(url, arguments)) : RequestOptions.of(file, arguments);
        Mender.Wish wish = new Mender.Wish(RequestOptions.option(arguments, "--to").map(Goal::parse),
                arguments.hasMatchedOption("--weaken"));
        Input input = InputOptions.of(arguments);
        requireUse(requests, input, arguments);
        Answer<List<Proposal>> answer;
        try (ProgressLine progress = terminal.progress()) {
            answer = doctor.mend(input, requests, wish, progress);
        }
        if (!answer.unanswered().isEmpty() && !UnreadOption.accepts(arguments)) {
            // A change that rests on what was not read is worse than none.
            return UnreadOption.status(arguments, answer.unanswered(), terminal, UserError.UNREADABLE_CLUSTER);
        }
        List<Proposal> proposals = answer.found();
        if (json.of(arguments)) {
            terminal.printUtf8(MendJson.render(proposals));
        } else {
            terminal.print(MendText.render(proposals, terminal.screen()));
        }
        if (arguments.hasMatchedOption("--apply")) {
            apply(proposals, input, arguments, doctor, terminal);
        }
        return proposals.stream().anyMatch(p -> p.mending().verdict() == Mending.Verdict.NOT_MENDED) ? 1 : 0;
    }

    /** Options that would do nothing, or something else than was meant, before anything is read. */
    private static void requireUse(List<TraceRequest> requests, Input input, ParseResult arguments) {
        if (!arguments.hasMatchedOption("--apply")) {
            if (arguments.hasMatchedOption("--yes")) {
                throw InputOptions.wrong(arguments, "--yes answers what --apply asks, and there is no --apply");
            }
            return;
        }
        if (requests.size() != 1) {
            throw InputOptions.wrong(arguments, "--apply takes one URL: what mends one request may be in the way of what mends another");
        }
        if (input.files().contains("-")) {
            throw InputOptions.wrong(arguments, "--apply cannot write to standard input; name the files with -f");
        }
    }

    private void apply(List<Proposal> proposals, Input input, ParseResult arguments, Doctor doctor, Terminal terminal) {
        Proposal proposal = proposals.getFirst();
        boolean live = !proposal.commands().isEmpty();
        if (live) {
            doctor.apply(input, proposal.changes(), true, c -> {});
        }
        boolean nothing = !live && proposal.files().isEmpty();
        if (nothing || !arguments.hasMatchedOption("--yes") && live
                && !terminal.confirms("The API server would take this. Change the cluster?")) {
            return;
        }
        if (live) {
            change(proposal, input, json.of(arguments), doctor, terminal);
        }
        WrittenFiles.write(proposal.files());
        if (!json.of(arguments)) {
            terminal.print(MendText.wayBack(proposals, terminal.screen()));
        }
    }

    /** Makes the changes one after the other. Where one fails, what was made before is told with what takes it back. */
    private static void change(Proposal proposal, Input input, boolean json, Doctor doctor, Terminal terminal) {
        List<Change> made = new ArrayList<>();
        try {
            doctor.apply(input, proposal.changes(), false, made::add);
        } catch (UserError e) {
            if (!json) {
                terminal.print(wayBack(proposal, made.size(), e instanceof LostChange, terminal.screen()));
            }
            String before = made.isEmpty() ? "; no change was made before it"
                    : "; before it were changed: " + made.stream().map(c -> c.target().toString())
                            .collect(Collectors.joining(", "))
                            + (json ? "; the last " + made.size() + " of undo take that back" : "; what takes that back stands above");
            throw new UserError(e.exitCode(), e.getMessage() + before, e);
        }
    }

    /** The last change is taken back first, and those that were not made not at all. */
    private static String wayBack(Proposal proposal, int made, boolean lost, Screen screen) {
        List<String> undo = proposal.undo();
        String ofLost = lost ? MendText.wayBackOfLost(undo.get(undo.size() - made - 1), screen) : "";
        return ofLost + (made == 0 ? "" : MendText.wayBack(List.of(new Proposal(proposal.mending(), List.of(), proposal.commands(),
                undo.subList(undo.size() - made, undo.size()))), screen));
    }
}
