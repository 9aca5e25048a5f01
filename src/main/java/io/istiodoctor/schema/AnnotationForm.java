package io.istiodoctor.schema;

import io.istiodoctor.model.WholeNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The form that the injector asks of an annotation's value: with any other it makes no pod (pkg/kube/inject/validate.go of Istio). */
public enum AnnotationForm {
    /** Port numbers with commas between them. */
    PORTS(v -> v.isBlank() || each(v, AnnotationForm::port)),
    /** Port numbers with commas between them, or an asterisk. */
    PORTS_OR_ALL(v -> v.equals("*") || PORTS.holds(v)),
    /** Networks, 10.0.0.0/8, with commas and no spaces between them. */
    NETWORKS(v -> v.isEmpty() || each(v, Address::isNetwork)),
    /** Networks, or an asterisk. */
    NETWORKS_OR_ALL(v -> v.equals("*") || NETWORKS.holds(v)),
    /** A port number. */
    PORT(AnnotationForm::port),
    /** A number that is not negative. */
    NUMBER(v -> WholeNumber.of(v).filter(n -> n >= 0 && n < 1L << 32).isPresent()),
    /** true or false. */
    BOOLEAN(Pattern.compile("1|t|T|TRUE|true|True|0|f|F|FALSE|false|False").asMatchPredicate()),
    /** REDIRECT, TPROXY or NONE. */
    INTERCEPTION(Pattern.compile("REDIRECT|TPROXY|NONE").asMatchPredicate()),
    /** A quantity of Kubernetes: 100m, 128Mi. */
    QUANTITY(Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d+)?").asMatchPredicate());

    private static final Map<String, AnnotationForm> FORMS = Map.ofEntries(Map.entry("sidecar.istio.io/interceptionMode", INTERCEPTION),
            Map.entry("status.sidecar.istio.io/port", PORT), Map.entry("readiness.status.sidecar.istio.io/initialDelaySeconds", NUMBER),
            Map.entry("readiness.status.sidecar.istio.io/periodSeconds", NUMBER),
            Map.entry("readiness.status.sidecar.istio.io/failureThreshold", NUMBER),
            Map.entry("traffic.sidecar.istio.io/includeOutboundIPRanges", NETWORKS_OR_ALL),
            Map.entry("traffic.sidecar.istio.io/excludeOutboundIPRanges", NETWORKS),
            Map.entry("traffic.sidecar.istio.io/includeInboundPorts", PORTS_OR_ALL),
            Map.entry("traffic.sidecar.istio.io/excludeInboundPorts", PORTS),
            Map.entry("traffic.sidecar.istio.io/excludeOutboundPorts", PORTS), Map.entry("prometheus.istio.io/merge-metrics", BOOLEAN),
            Map.entry("sidecar.istio.io/proxyCPU", QUANTITY), Map.entry("sidecar.istio.io/proxyMemory", QUANTITY),
            Map.entry("sidecar.istio.io/proxyCPULimit", QUANTITY), Map.entry("sidecar.istio.io/proxyMemoryLimit", QUANTITY));

    private final Predicate<String> test;

    AnnotationForm(Predicate<String> test) {
        this.test = test;
    }

    /** What is asked of an annotation's value; empty when nothing is. */
    public static Optional<AnnotationForm> of(String annotation) {
        return Optional.ofNullable(FORMS.get(annotation));
    }

    /** Whether a value has it. */
    public boolean holds(String value) {
        return test.test(value);
    }

    private static boolean each(String list, Predicate<String> test) {
        return Arrays.stream(list.split(",", -1)).allMatch(test);
    }

    private static boolean port(String text) {
        return WholeNumber.of(text.strip()).filter(n -> n >= 0 && n <= 65_535).isPresent();
    }

    /** A value of this form that says most likely what another one was to say; empty where that cannot be told. */
    public Optional<String> corrected(String value) {
        String text = value.strip();
        List<String> words = switch (this) {
            case PORTS, PORTS_OR_ALL -> List.of(text.equals("all") ? "*" : separated(text));
            case NETWORKS, NETWORKS_OR_ALL -> List.of(text.equals("all") ? "*" : separated(text), Arrays.stream(separated(text).split(","))
                    .map(n -> n.contains("/") ? n : n + (n.contains(":") ? "/128" : "/32")).collect(Collectors.joining(",")));
            case BOOLEAN ->
                    List.of(Map.of("yes", "true", "on", "true", "enabled", "true", "no", "false", "off", "false", "disabled", "false")
                            .getOrDefault(text.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)));
            case INTERCEPTION -> List.of(text.toUpperCase(Locale.ROOT));
            case PORT, NUMBER -> List.of(text, text.replaceFirst("(?i)s(ec(onds?)?)?$", ""));
            case QUANTITY -> List.of(text.replace(" ", ""), text.replace(" ", "").replaceFirst("(?i)([kmg]i?)b$", "$1"));
        };
        return words.stream().filter(this::holds).filter(w -> !w.isEmpty()).findFirst();
    }

    private static String separated(String list) {
        return String.join(",", list.split("[\\s,;]+"));
    }
}
