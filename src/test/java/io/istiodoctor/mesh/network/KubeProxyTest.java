package io.istiodoctor.mesh.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeProxyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"kube-system | kube-proxy | config.conf | 'mode: ipvs' | ipvs",
            "kube-system | kube-proxy | config.conf | 'mode: \"\"' | ''",
            "kube-system | kube-proxy | config.conf | 'mode: [' | ''", "kube-system | kube-proxy | kubeconfig.conf | 'mode: ipvs' | ''",
            "shop | kube-proxy | config.conf | 'mode: ipvs' | ''", "kube-system | other | config.conf | 'mode: ipvs' | ''"})
    void its_mode_is_what_the_config_map_of_kubeadm_says(String namespace, String name, String key, String configuration, String mode) {
        String manifest = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {namespace: %s, name: %s}
                data:
                  %s: |
                    %s
                """.formatted(namespace, name, key, configuration);
        var text = new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
        assertEquals(mode,
                KubeProxy.mode(new Inventory(ManifestSource.read(List.of("-"), new ManifestOptions("default", true, text, n -> {})))));
    }
}
