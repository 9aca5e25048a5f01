package io.istiodoctor.schema.demand;

import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A pod, or the template of pods. */
final class PodDemands {
    private static final Pattern PORT_NAME = Pattern.compile("(?!.*--)(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

    private PodDemands() {}

    static void judge(Place spec) {
        spec.needs("containers");
        Set<String> volumes = spec.get("volumes").each().stream().map(v -> v.text("name")).collect(Collectors.toSet());
        spec.get("volumes").each().forEach(v -> v.get("name").form(KubernetesName.isLabel(v.text("name")), "dns-label"));
        unique(spec.get("volumes").each(), "name");
        Set<String> names = new HashSet<>();
        for (String list : List.of("initContainers", "containers")) {
            spec.get(list).each().forEach(c -> container(c, names, volumes));
        }
        MetadataDemands.labels(spec.get("nodeSelector"));
        spec.get("restartPolicy").oneOf("", "Always", "OnFailure", "Never");
        spec.get("dnsPolicy").oneOf("", "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");
        Place account = spec.get("serviceAccountName");
        account.form(account.text().isEmpty() || KubernetesName.isName(account.text()), "name-of-an-object");
        hostPorts(spec.get("containers").each());
    }

    private static void hostPorts(List<Place> containers) {
        Set<String> taken = new HashSet<>();
        for (Place container : containers) {
            for (Place port : container.get("ports").each()) {
                String protocol = port.text("protocol").isEmpty() ? "TCP" : port.text("protocol");
                if (port.get("hostPort").number() != 0 && !taken.add(protocol + "/" + port.text("hostIP") + "/" + port.text("hostPort"))) {
                    port.get("hostPort").tell(Sort.DUPLICATE, "");
                }
            }
        }
    }

    private static void unique(List<Place> elements, String key) {
        Set<String> seen = new HashSet<>();
        elements.stream().filter(e -> !e.text(key).isEmpty() && !seen.add(e.text(key))).forEach(e -> e.get(key).tell(Sort.DUPLICATE, ""));
    }

    private static void container(Place container, Set<String> names, Set<String> volumes) {
        Place name = container.get("name");
        name.form(KubernetesName.isLabel(name.text()), "dns-label");
        if (!names.add(name.text())) {
            name.tell(Sort.DUPLICATE, "");
        }
        container.needs("image");
        container.get("imagePullPolicy").oneOf("", "Always", "IfNotPresent", "Never");
        Set<String> ports = new HashSet<>();
        for (Place port : container.get("ports").each()) {
            Demands.port(port.get("containerPort"));
            Demands.optionalPort(port.get("hostPort"));
            port.get("protocol").oneOf("", "TCP", "UDP", "SCTP");
            if (!port.text("name").isEmpty()) {
                port.get("name").form(isPortName(port.text("name")), "port-name-of-a-pod");
                if (!ports.add(port.text("name"))) {
                    port.get("name").tell(Sort.DUPLICATE, "");
                }
            }
        }
        container.get("env").each().forEach(v -> v.needs("name"));
        unique(container.get("volumeMounts").each(), "mountPath");
        for (Place mount : container.get("volumeMounts").each()) {
            mount.needs("mountPath");
            if (!volumes.contains(mount.text("name"))) {
                mount.get("name").tell(Sort.NO_CHOICE, "", volumes.toArray(String[]::new));
            }
        }
        List.of("readinessProbe", "livenessProbe", "startupProbe").forEach(p -> probe(container.get(p)));
    }

    private static void probe(Place probe) {
        if (!probe.isPresent()) {
            return;
        }
        if (HANDLERS.stream().noneMatch(probe::has)) {
            probe.tell(Sort.NONE_OF, "", HANDLERS.toArray(String[]::new));
        }
        for (String time : List.of("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold")) {
            if (probe.get(time).number() < 0) {
                probe.get(time).tell(Sort.TOO_SMALL, "0");
            }
        }
        for (String handler : List.of("httpGet", "tcpSocket")) {
            if (probe.has(handler)) {
                reference(probe.get(handler).get("port"));
            }
        }
    }

    /** A port of a pod, by number or name. */
    static void reference(Place port) {
        if (port.isWhole()) {
            Demands.port(port);
        } else {
            port.form(isPortName(port.text()), "port-name-of-a-pod");
        }
    }

    static boolean isPortName(String text) {
        return PORT_NAME.matcher(text).matches();
    }
}
