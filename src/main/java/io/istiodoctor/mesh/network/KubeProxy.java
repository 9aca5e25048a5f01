package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.model.Kind;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.List;

/** What kube-proxy was told, in the ConfigMap that kubeadm makes for it. */
final class KubeProxy {
    private KubeProxy() {}

    /** {@code ipvs}, {@code iptables} or {@code nftables}; empty when it is not known. */
    static String mode(Inventory inventory) {
        return inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().qualifiedName().equals("kube-system/kube-proxy"))
                .flatMap(c -> c.root().get("data").get("config.conf").text().stream()).flatMap(t -> read(t).stream())
                .map(d -> d.root().text("mode")).filter(m -> !m.isEmpty()).findFirst().orElse("");
    }

    private static List<Document> read(String text) {
        try {
            return YamlReader.read("ConfigMap kube-system/kube-proxy", text);
        } catch (SyntaxError unreadable) {
            return List.of();
        }
    }
}
