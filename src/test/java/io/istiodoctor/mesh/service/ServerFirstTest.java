package io.istiodoctor.mesh.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.Meshes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what a server is recognised that speaks before its client. */
class ServerFirstTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "name: git-ssh, port: 2222                  | app                     | SSH by name git-ssh",
            "name: smtp, port: 2525                     | app                     | SMTP by name smtp",
            "port: 22                                   | app                     | SSH by port 22",
            "port: 2222, targetPort: 22                 | app                     | SSH by port 22",
            "port: 5000, targetPort: 3306               | app                     | MySQL by port 3306",
            "name: db, port: 5000, targetPort: db       | reg:5000/x/mariadb:11   | MySQL by image reg:5000/x/mariadb:11",
            "name: db, port: 5000, targetPort: db       | mysqld-exporter         | ''",
            "name: mysql, port: 5000                    | app                     | ''",
            "port: 3306                                 | app                     | ''",
            "name: ssh, port: 22, appProtocol: tcp      | app                     | ''",
            "name: metrics-mysql, port: 9104            | app                     | ''",
            "name: smtp-web, port: 8025                 | app                     | ''",
            "name: cache, port: 6379                    | redis                   | ''",
            "name: data, port: 5432                     | postgres                | ''"})
    void a_server_is_told_by_name_number_or_image(String port, String image, String expected) {
        String found = Meshes.complete("""
                apiVersion: v1
                kind: Service
                metadata: {name: s, namespace: shop}
                spec: {selector: {app: s}, ports: [{%s}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: s-1, namespace: shop, labels: {app: s}}
                spec: {containers: [{name: s, image: "%s", ports: [{name: db, containerPort: 5999}]}]}
                """.formatted(port, image)).services().getFirst().ports().getFirst().serverFirst()
                .map(s -> s.protocol() + " by " + s.evidence()).orElse("");
        assertEquals(expected, found);
    }
}
