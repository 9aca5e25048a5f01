package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tls section of a server that is listened to: of a Gateway, or of a Sidecar's ingress. */
final class ServerTlsDemands {
    private static final List<String> FILES = List.of("serverCertificate", "privateKey", "caCertificates");

    private ServerTlsDemands() {}

    static void judge(Place tls) {
        String mode = tls.text("mode");
        if (mode.equals("ISTIO_MUTUAL")) {
            Stream.concat(FILES.stream(), Stream.of("tlsCertificates", "credentialName", "credentialNames"))
                    .forEach(f -> tls.without(f, "ISTIO_MUTUAL"));
            return;
        }
        sources(tls);
        boolean terminates = Set.of("SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL").contains(mode);
        if (terminates && (!tls.text("credentialName").isEmpty() || !tls.get("credentialNames").isEmpty())) {
            return;
        }
        if (terminates) {
            certificates(tls, !mode.equals("SIMPLE"));
        }
        if (!tls.text("credentialName").isEmpty()) {
            tls.without("caCrl", "credentialName");
        } else if (mode.equals("SIMPLE")) {
            tls.without("caCrl", "SIMPLE");
        }
    }

    private static void sources(Place tls) {
        boolean files = !tls.text("serverCertificate").isEmpty() && !tls.text("privateKey").isEmpty();
        List<String> used = Stream.of(files ? "serverCertificate" : "", tls.text("credentialName").isEmpty() ? "" : "credentialName",
                tls.get("credentialNames").isEmpty() ? "" : "credentialNames",
                tls.get("tlsCertificates").isEmpty() ? "" : "tlsCertificates")
                .filter(s -> !s.isEmpty()).toList();
        if (used.size() > 1) {
            tls.get(used.getLast()).tell(Sort.EXCLUDED, used.getFirst());
        }
    }

    private static void certificates(Place tls, boolean mutual) {
        if (mutual) {
            tls.needs("caCertificates");
        }
        List<Place> pairs = tls.get("tlsCertificates").isEmpty() ? List.of(tls) : tls.get("tlsCertificates").each();
        for (Place pair : pairs) {
            if (pair.text("serverCertificate").isEmpty() && pair.text("privateKey").isEmpty() && pairs.size() == 1) {
                tls.tell(Sort.NONE_OF, "", "credentialName", "credentialNames", "tlsCertificates", "serverCertificate");
            } else {
                pair.needs("serverCertificate");
                pair.needs("privateKey");
            }
        }
    }
}
