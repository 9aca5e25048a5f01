package io.istiodoctor.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.engine.Examination;
import io.istiodoctor.engine.Scope;
import io.istiodoctor.mend.Mender;
import io.istiodoctor.mend.Proposal;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.proxy.ProxyChoices;
import io.istiodoctor.proxy.ProxyView;
import io.istiodoctor.report.MendJson;
import io.istiodoctor.report.MendText;
import io.istiodoctor.report.ProxyJson;
import io.istiodoctor.report.ProxyText;
import io.istiodoctor.report.Report;
import io.istiodoctor.report.Screen;
import io.istiodoctor.report.TraceJson;
import io.istiodoctor.report.TraceText;
import io.istiodoctor.report.UrlsText;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.ServiceTracer;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Urls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What the commands do with a state, from its resolution to the finished output. */
public final class EveryCommand {
    private static final Examination RULES = Examination.of(RuleSet.load(List.of(Path.of("rules"))), r -> false);
    private static final Screen SCREEN = new Screen(80, false, true);
    private static final int TRACES = 6;
    /** The search takes as long as all else together. */
    private static final int MENDED_ONCE_IN = 8;

    private EveryCommand() {}

    /** Checks, lists and follows; nothing may fail but a request that cannot be asked. */
    public static void run(Snapshot snapshot, RandomGenerator random) {
        Mesh mesh = Mesh.of(snapshot, Instant.parse("2026-11-20T00:00:00Z"));
        Diagnosis diagnosis = RULES.run(mesh, new Scope.Everything());
        assertEquals(List.of(), diagnosis.notChecked().stream().filter(n -> n.reason().contains("expression failed")).toList());
        Report.all().forEach(report -> report.render(diagnosis, SCREEN));
        mesh.around("shop");
        Proxies proxies = Proxies.of(mesh);
        List<UrlRow> rows = Urls.of(mesh, proxies, () -> diagnosis, new Scope.Everything());
        List<ProxyView> views = ProxyChoices.of(proxies, r -> true, Optional.empty(), Optional.empty());
        ProxyText.render(views, List.of(), SCREEN);
        ProxyJson.render(views);
        UrlsText.render(rows, List.of(), SCREEN);
        TraceJson.urls(rows, List.of());
        List<String> urls = Stream.concat(rows.stream().map(UrlRow::url), Stream.of("http://shop.example.com/", "https://shop.example.com/",
                "http://10.0.0.1:80/", "tls://shop.example.com:443")).toList();
        if (random.nextInt(MENDED_ONCE_IN) == 0) {
            mend(snapshot, proxies, urls.get(random.nextInt(urls.size())));
        }
        List<ObjectRef> objects = snapshot.resources().stream().map(r -> r.ref()).toList();
        for (int i = 0; i < TRACES && !objects.isEmpty(); i++) {
            ObjectRef object = objects.get(random.nextInt(objects.size()));
            String from = object.namespace() + "/" + object.name();
            trace(mesh, proxies, diagnosis, urls.get(random.nextInt(urls.size())),
                    random.nextBoolean() ? Optional.empty() : Optional.of(from));
            reach(mesh, proxies, diagnosis, object.name() + "." + object.namespace());
        }
    }

    private static void mend(Snapshot snapshot, Proxies proxies, String url) {
        try {
            Mender mender = new Mender(snapshot, proxies, Instant.parse("2026-11-20T00:00:00Z"), new Mender.Wish(Optional.empty(), true));
            List<Proposal> proposals = mender.mend(List.of(TraceRequest.parse(url, TraceRequest.Options.NONE))).stream()
                    .map(m -> Proposal.of(m, snapshot)).toList();
            MendText.render(proposals, SCREEN);
            MendJson.render(proposals);
        } catch (UserError noRequest) {
            // A host that is none.
        }
    }

    private static void trace(Mesh mesh, Proxies proxies, Diagnosis diagnosis, String url, Optional<String> from) {
        try {
            Trace trace = new Tracer(mesh, proxies, diagnosis).trace(TraceRequest.parse(url,
                    new TraceRequest.Options(List.of("x-user: jane"), Optional.empty(), Optional.empty(), from, Optional.empty())));
            TraceText.render(trace, List.of(), SCREEN);
            TraceJson.trace(trace);
        } catch (UserError noRequest) {
            // A host that is none, a workload that does not exist.
        }
    }

    private static void reach(Mesh mesh, Proxies proxies, Diagnosis diagnosis, String service) {
        if (ServiceTracer.names(service)) {
            try {
                UrlsText.render(ServiceTracer.trace(mesh, proxies, diagnosis, service), SCREEN);
            } catch (UserError noService) {
                // Most objects are none.
            }
        }
    }
}
