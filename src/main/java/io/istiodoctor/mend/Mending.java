package io.istiodoctor.mend;

import io.istiodoctor.trace.TraceRequest;
import java.util.List;
import java.util.Locale;

/**
 * What was found for one request.
 *
 * @param known whether it is known what becomes of it now; else it may arrive, and the first of what is left says why that is not known
 * @param changes what lets it arrive, in order; empty unless it is mended
 * @param left why it is not mended, in sentences, why nobody knows whether it has to be, or what a rule has a proxy answer; empty when it is mended
 *     or arrives
 * @param withheld what would let it arrive, but weakens the protection of something; taken only when that is allowed
 * @param candidates Services that it could be meant for, SERVICE.NAMESPACE:PORT, where no object tells
 */
public record Mending(TraceRequest request, Verdict verdict, boolean known, List<Remedy> changes, String left, List<Remedy> withheld,
        List<String> candidates) {
    /** Whether something was found. */
    public enum Verdict {
        MENDED, NOT_MENDED, NOTHING_TO_MEND;

        /** The name in output. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public Mending {
        changes = List.copyOf(changes);
        withheld = List.copyOf(withheld);
        candidates = List.copyOf(candidates);
    }

    /** The same, told in other words. */
    Mending left(String words) {
        return new Mending(request, verdict, known, changes, words, withheld, candidates);
    }

    static Mending unneeded(TraceRequest request, boolean known, String left) {
        return new Mending(request, Verdict.NOTHING_TO_MEND, known, List.of(), left, List.of(), List.of());
    }

    static Mending mended(TraceRequest request, List<Remedy> changes) {
        return new Mending(request, Verdict.MENDED, /* known= */ true, changes, "", List.of(), List.of());
    }

    static Mending failed(TraceRequest request, boolean known, String left, List<Remedy> withheld, List<String> candidates) {
        return new Mending(request, Verdict.NOT_MENDED, known, List.of(), left, withheld, candidates);
    }
}
