package io.istiodoctor.mend;

import io.istiodoctor.engine.Scope;
import io.istiodoctor.fix.FileChange;
import io.istiodoctor.mend.Mender.Wish;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Severity;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Urls;
import io.istiodoctor.trace.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The first fix of findings on the way of a request that does not arrive: the part of what mends the request that makes the finding go. The parts of all
 * findings on one way let it arrive.
 */
public final class WayFixes {
    /** Characters of a diff that anybody reads. */
    private static final int LONGEST = 50_000;
    /** Ways that are looked at; each is a search, which takes the longer the more objects there are. */
    private static final int WAYS = 6;
    private static final int OBJECTS_OF_ALL_WAYS = 600;
    /** What is done for each. */
    private static final Mender.Effort EFFORT = new Mender.Effort(30, 200);
    /** In a larger mesh a search takes too long for a check. */
    private static final int OBJECTS = 1_000;

    private final Snapshot snapshot;
    private final World start;
    private final Function<Proxies, List<Finding>> judge;
    private final Map<Told, Long> before;
    private final Map<Finding, Fix> first = new HashMap<>();

    private WayFixes(Snapshot snapshot, Proxies proxies, Instant now, Function<Proxies, List<Finding>> judge) {
        this.snapshot = snapshot;
        this.start = new World(snapshot, proxies, now);
        this.judge = judge;
        this.before = Told.count(judge.apply(start.proxies()));
    }

    /**
     * The diagnosis with these fixes before the others.
     *
     * @param judge what the rules find in a state
     */
    public static Diagnosis in(Diagnosis diagnosis, Snapshot snapshot, Proxies proxies, Instant now,
            Function<Proxies, List<Finding>> judge) {
        Set<Finding> told = diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (told.isEmpty() || diagnosis.objects() > OBJECTS || !diagnosis.unread().isEmpty()) {
            return diagnosis;
        }
        List<UrlRow> broken = Urls.of(proxies.mesh(), proxies, () -> diagnosis, new Scope.Everything()).stream()
                .filter(r -> r.verdict() == Verdict.BROKEN && TraceRequest.namesHost(r.url())).toList();
        if (broken.stream().noneMatch(r -> r.answer().findings().stream().anyMatch(told::contains))) {
            return diagnosis;
        }
        WayFixes fixes = new WayFixes(snapshot, proxies, now, judge);
        int ways = Math.clamp(OBJECTS_OF_ALL_WAYS / Math.max(1, diagnosis.objects()), 1, WAYS);
        List<Way> chosen = new ArrayList<>();
        for (UrlRow row : broken) {
            List<Finding> on = row.answer().findings().stream().filter(told::contains).toList();
            if (chosen.size() < ways && told.removeAll(on)) {
                chosen.add(new Way(row, on));
            }
        }
        fixes.follow(chosen);
        return diagnosis.with(diagnosis.findings().stream().map(fixes::better).toList());
    }

    /** A URL that does not arrive, and what is told of its way. */
    private record Way(UrlRow row, List<Finding> findings) {}

    private void follow(List<Way> ways) {
        // All at once, so that what must not suffer is traced once.
        List<Mending> mendings = new Mender(start, new Wish(Optional.empty(), false), EFFORT)
                .mend(ways.stream().map(w -> request(w.row)).toList());
        for (int i = 0; i < ways.size(); i++) {
            take(ways.get(i), mendings.get(i));
        }
    }

    private static TraceRequest request(UrlRow row) {
        return TraceRequest.parse(row.url(),
                new TraceRequest.Options(row.needs().headers(), row.needs().method(), Optional.empty(), Optional.empty(),
                        row.connectTo()));
    }

    private void take(Way way, Mending mending) {
        if (mending.verdict() != Mending.Verdict.MENDED) {
            return;
        }
        // What a certificate is made of is for its owner to say, and no key is printed by a check.
        if (mending.changes().stream().anyMatch(Remedy::prepares)) {
            return;
        }
        List<List<Remedy>> parts = new ArrayList<>(mending.changes().stream().map(List::of).toList());
        parts.add(mending.changes());
        for (List<Remedy> part : parts) {
            List<Finding> open = way.findings.stream().filter(f -> !first.containsKey(f)).toList();
            if (open.isEmpty()) {
                return;
            }
            List<Finding> after = judge.apply(after(part));
            if (newcomers(after).isEmpty()) {
                open.stream().filter(f -> gone(f, after)).forEach(f -> first.put(f, written(way.row.url(), part)));
            }
        }
    }

    private Proxies after(List<Remedy> changes) {
        World world = start;
        for (Remedy change : changes) {
            world = world.after(change.change());
        }
        return world.proxies();
    }

    /** What a rule says of an object. */
    private record Told(String rule, ObjectRef object) {
        static Map<Told, Long> count(List<Finding> findings) {
            return findings.stream().filter(f -> f.severity() != Severity.INFO)
                    .collect(Collectors.groupingBy(f -> new Told(f.rule(), f.object()), Collectors.counting()));
        }
    }

    private List<Told> newcomers(List<Finding> after) {
        Map<Told, Long> now = Told.count(after);
        return now.keySet().stream().filter(t -> now.getOrDefault(t, 0L) > before.getOrDefault(t, 0L)).toList();
    }

    private boolean gone(Finding finding, List<Finding> after) {
        Told told = new Told(finding.rule(), finding.object());
        return after.stream()
                .noneMatch(f -> f.rule().equals(finding.rule()) && f.object().equals(finding.object()) && f.field().equals(finding.field()))
                && Told.count(after).getOrDefault(told, 0L) < before.getOrDefault(told, 0L);
    }

    private Fix written(String url, List<Remedy> changes) {
        String title = changes.size() == 1 ? changes.getFirst().title()
                : "Let " + url + " arrive: " + changes.stream().map(Remedy::title).collect(Collectors.joining("; "));
        Optional<String> diff = snapshot.live() ? Optional.empty() : diff(ManifestChanges.of(changes, snapshot));
        Optional<String> command = diff.isPresent() ? Optional.empty() : Optional.of(String.join("\n", LiveChanges.commands(changes)));
        boolean one = changes.stream().map(c -> c.change().target()).distinct().count() == 1
                && changes.stream().allMatch(c -> c.change() instanceof Change.Edit);
        Optional<ObjectRef> target = one ? Optional.of(changes.getFirst().change().target()) : Optional.empty();
        List<PatchOperation> patch = one ? changes.stream().flatMap(c -> ((Change.Edit) c.change()).operations().stream()).toList()
                : List.of();
        return new Fix(title, command, patch, target, diff);
    }

    // Where a part stands on a line of a Secret, or on one that is a whole file, there is none.
    private static Optional<String> diff(List<FileChange> files) {
        List<String> diffs = files.stream().flatMap(f -> f.diff().stream()).toList();
        return Optional.of(String.join("", diffs)).filter(d -> !d.isEmpty() && d.length() <= LONGEST && diffs.size() == files.size());
    }

    // A rule's own words are kept where it says the same.
    private Finding better(Finding finding) {
        return Optional.ofNullable(first.get(finding))
                .filter(fix -> finding.fixes().stream().findFirst().filter(f -> same(f, fix)).isEmpty())
                .map(fix -> with(fix, finding)).orElse(finding);
    }

    private static Finding with(Fix fix, Finding finding) {
        // Where to look is said no more when it is known what to do.
        List<Fix> fixes = Stream.concat(Stream.of(fix),
                finding.fixes().stream().filter(f -> !same(f, fix) && (!f.patch().isEmpty() || f.diff().isPresent()))).toList();
        return finding.with(fixes);
    }

    private static boolean same(Fix a, Fix b) {
        return !a.patch().isEmpty() && a.target().equals(b.target()) && values(a).equals(values(b));
    }

    private static List<List<String>> values(Fix fix) {
        return fix.patch().stream().map(o -> List.of(o.op().equals("remove") ? "remove" : "set", o.path(), String.valueOf(o.value())))
                .toList();
    }
}
