package io.istiodoctor.schema.demand;

import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Kubernetes' Service. */
final class ServiceDemands {
    private ServiceDemands() {}

    static void judge(Place spec) {
        String type = spec.text("type").isEmpty() ? "ClusterIP" : spec.text("type");
        spec.get("type").oneOf("", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName");
        MetadataDemands.labels(spec.get("selector"));
        boolean headless = spec.text("clusterIP").equals("None");
        if (type.equals("ExternalName")) {
            Place name = spec.get("externalName");
            String host = name.text().endsWith(".") ? name.text().substring(0, name.text().length() - 1) : name.text();
            if (host.isEmpty()) {
                name.tell(Sort.MISSING, "");
            } else {
                name.form(KubernetesName.isName(host), "host-name");
            }
            spec.without("clusterIP", "type ExternalName");
        } else if (!headless) {
            spec.needs("ports");
            Place address = spec.get("clusterIP");
            address.form(address.text().isEmpty() || Address.isIp(address.text()), "ip-address");
        }
        if (headless && !type.equals("ClusterIP")) {
            spec.get("clusterIP").tell(Sort.EXCLUDED, "type " + type);
        }
        ports(spec.get("ports").each(), type);
        outside(spec, type);
    }

    private static void ports(List<Place> ports, String type) {
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (Place port : ports) {
            Place name = port.get("name");
            if (name.text().isEmpty() && ports.size() > 1) {
                name.tell(Sort.MISSING, "");
            } else if (!name.text().isEmpty()) {
                name.form(KubernetesName.isLabel(name.text()), "port-name");
                if (!names.add(name.text())) {
                    name.tell(Sort.DUPLICATE, "");
                }
            }
            Demands.port(port.get("port"));
            port.get("protocol").oneOf("", "TCP", "UDP", "SCTP");
            String protocol = port.text("protocol").isEmpty() ? "TCP" : port.text("protocol");
            if (!numbers.add(port.text("port") + "/" + protocol)) {
                port.get("port").tell(Sort.DUPLICATE, "port and protocol");
            }
            if (port.get("targetPort").number() != 0 || !Set.of("", "0").contains(port.text("targetPort"))) {
                PodDemands.reference(port.get("targetPort"));
            }
            if (port.has("appProtocol")) {
                port.get("appProtocol").form(MetadataDemands.isKey(port.text("appProtocol")), "qualified-name");
            }
            if (port.get("nodePort").number() != 0 && Set.of("ClusterIP", "ExternalName").contains(type)) {
                port.get("nodePort").tell(Sort.EXCLUDED, "type " + type);
            }
        }
    }

    private static void outside(Place spec, String type) {
        boolean balanced = type.equals("LoadBalancer");
        Place policy = spec.get("externalTrafficPolicy");
        policy.oneOf("", "Cluster", "Local");
        if (!policy.text().isEmpty() && !balanced && !type.equals("NodePort") && spec.get("externalIPs").isEmpty()) {
            policy.tell(Sort.EXCLUDED, "type " + type);
        }
        if (spec.has("internalTrafficPolicy")) {
            spec.get("internalTrafficPolicy").oneOf("Cluster", "Local");
        }
        if (spec.has("ipFamilyPolicy")) {
            spec.get("ipFamilyPolicy").oneOf("SingleStack", "PreferDualStack", "RequireDualStack");
        }
        spec.get("sessionAffinity").oneOf("", "None", "ClientIP");
        spec.get("externalIPs").each().forEach(a -> a.form(Address.isIp(a.text()), "ip-address"));
        spec.get("loadBalancerSourceRanges").each().forEach(r -> r.form(Address.isNetwork(r.text().strip()), "network"));
        if (!balanced) {
            spec.without("loadBalancerSourceRanges", "type " + type);
        }
    }
}
