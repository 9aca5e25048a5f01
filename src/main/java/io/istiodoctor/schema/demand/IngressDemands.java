package io.istiodoctor.schema.demand;

import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;

/** Kubernetes' Ingress. */
final class IngressDemands {
    private IngressDemands() {}

    static void judge(Place spec) {
        if (spec.has("defaultBackend")) {
            backend(spec.get("defaultBackend"));
        } else if (spec.get("rules").isEmpty()) {
            spec.tell(Sort.NONE_OF, "", "defaultBackend", "rules");
        }
        Place ingressClass = spec.get("ingressClassName");
        ingressClass.form(!ingressClass.isPresent() || KubernetesName.isName(ingressClass.text()), "name-of-an-object");
        for (Place tls : spec.get("tls").each()) {
            tls.get("hosts").each().forEach(IngressDemands::host);
            tls.get("secretName").form(tls.text("secretName").isEmpty() || KubernetesName.isName(tls.text("secretName")),
                    "name-of-an-object");
        }
        for (Place rule : spec.get("rules").each()) {
            if (!rule.text("host").isEmpty()) {
                host(rule.get("host"));
                rule.get("host").form(!Address.isIp(rule.text("host")), "host-name");
            }
            if (rule.has("http")) {
                rule.get("http").needs("paths");
            }
            for (Place path : rule.get("http").get("paths").each()) {
                path.get("pathType").oneOf("Exact", "Prefix", "ImplementationSpecific");
                boolean free = path.text("pathType").equals("ImplementationSpecific") && path.text("path").isEmpty();
                path.get("path").form(free || path.text("path").startsWith("/"), "absolute-path");
                backend(path.get("backend"));
            }
        }
    }

    /** An IngressClass. */
    static void ingressClass(Place spec) {
        spec.needs("controller");
        Place controller = spec.get("controller");
        controller.form(controller.text().isEmpty() || MetadataDemands.isKey(controller.text()) && controller.text().contains("/"),
                "domain-prefixed-path");
    }

    private static void host(Place host) {
        host.form(KubernetesName.isName(host.text().startsWith("*.") ? host.text().substring(2) : host.text()), "host-name");
    }

    private static void backend(Place backend) {
        if (backend.has("service") == backend.has("resource")) {
            backend.tell(Sort.NONE_OF, "", "service", "resource");
            return;
        }
        Place port = backend.get("service").get("port");
        if (backend.has("service")) {
            MetadataDemands.serviceName(backend.get("service").get("name"));
            if (port.text("name").isEmpty() && port.get("number").number() == 0) {
                port.tell(Sort.NONE_OF, "", "name", "number");
            } else if (port.text("name").isEmpty()) {
                Demands.port(port.get("number"));
            } else if (port.get("number").number() != 0) {
                port.get("number").tell(Sort.EXCLUDED, "name");
            } else {
                port.get("name").form(PodDemands.isPortName(port.text("name")), "port-name-of-a-pod");
            }
        }
    }
}
