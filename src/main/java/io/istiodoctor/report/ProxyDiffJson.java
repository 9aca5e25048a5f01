package io.istiodoctor.report;

import io.istiodoctor.proxy.dump.Divergence;
import io.istiodoctor.proxy.dump.ProxyDiff;
import java.util.Locale;
import java.util.Map;

/** In what a proxy differs from what istiod would tell it, for programs: {@code proxy --diff FILE -o json}. */
public final class ProxyDiffJson {
    private ProxyDiffJson() {}

    /** One object. */
    public static String render(ProxyDiff diff) {
        return JsonReport.text(
                DiagnosisTree.ordered("proxy", diff.proxy().view().configuration().name(), "same", diff.same(), "beyond", diff.beyond(),
                        "refused",
                        diff.proxy().refused().stream().map(r -> DiagnosisTree.ordered("resource", r.resource(), "details", r.details()))
                                .toList(),
                        "differences", diff.divergences().stream().map(ProxyDiffJson::divergence).toList()));
    }

    private static Map<String, Object> divergence(Divergence d) {
        Map<String, Object> tree = DiagnosisTree.ordered("kind", d.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "object", DiagnosisTree.object(d.object().object()), "field", d.object().path(), "where", d.where());
        if (!d.has().isEmpty()) {
            tree.put("has", d.has());
        }
        if (!d.should().isEmpty()) {
            tree.put("should", d.should());
        }
        return tree;
    }
}
