package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.workload.Container;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * That what listens behind a Service port speaks before its client does, told from the port's name, the ports' numbers, or
 * the image of the container. A proxy that waits for the client's first bytes to detect the protocol then waits in vain.
 *
 * @param protocol the protocol's name
 * @param evidence what tells so: "name smtp", "port 22", "image mysql:8"
 */
public record ServerFirst(@SeenByRules String protocol, @SeenByRules String evidence) {
    private static final Map<String, String> BY_WORD = Map.ofEntries(Map.entry("mysql", "MySQL"), Map.entry("mariadb", "MySQL"),
            Map.entry("smtp", "SMTP"), Map.entry("submission", "SMTP"), Map.entry("ftp", "FTP"), Map.entry("ssh", "SSH"),
            Map.entry("sftp", "SSH"), Map.entry("pop3", "POP3"), Map.entry("imap", "IMAP"), Map.entry("mongodb", "MongoDB"),
            Map.entry("nats", "NATS"), Map.entry("vnc", "VNC"), Map.entry("rsync", "rsync"));
    private static final Map<Long, String> BY_PORT = Map.ofEntries(Map.entry(21L, "FTP"), Map.entry(22L, "SSH"),
            Map.entry(25L, "SMTP"), Map.entry(110L, "POP3"), Map.entry(143L, "IMAP"), Map.entry(587L, "SMTP"),
            Map.entry(873L, "rsync"), Map.entry(3306L, "MySQL"), Map.entry(4222L, "NATS"), Map.entry(5900L, "VNC"),
            Map.entry(27017L, "MongoDB"));
    private static final Map<String, String> BY_IMAGE = Map.ofEntries(Map.entry("mysql", "MySQL"), Map.entry("mysql-server", "MySQL"),
            Map.entry("mariadb", "MySQL"), Map.entry("percona", "MySQL"), Map.entry("percona-server", "MySQL"),
            Map.entry("mongo", "MongoDB"), Map.entry("mongodb", "MongoDB"), Map.entry("mongodb-community-server", "MongoDB"),
            Map.entry("postfix", "SMTP"), Map.entry("exim", "SMTP"), Map.entry("vsftpd", "FTP"), Map.entry("proftpd", "FTP"),
            Map.entry("openssh-server", "SSH"), Map.entry("sftp", "SSH"));
    /** Words of names that tell of something else beside the server: it speaks HTTP as a rule. */
    private static final Set<String> ASIDE = Set.of("metrics", "exporter", "http", "https", "web", "ui", "admin", "monitor",
            "monitoring", "health", "api", "tls", "imaps", "smtps");

    static Optional<ServerFirst> of(ServicePort port) {
        return port.protocolKnown() || words(port.portName()).stream().anyMatch(ASIDE::contains) ? Optional.empty()
                : byName(port.portName()).or(() -> byNumber(port)).or(() -> byImage(port));
    }

    /** The same where the port is declared to speak HTTP, and all containers behind it tell another story, by their port's name or image. */
    static Optional<ServerFirst> behindHttp(ServicePort port) {
        if (!port.istioProtocol().http()) {
            return Optional.empty();
        }
        // Nearly all tell nothing, which the first container shows.
        Optional<ServerFirst> told = BackingContainers.among(port).findFirst().flatMap(c -> contradicting(c, port));
        return told.filter(t -> BackingContainers.among(port).allMatch(c -> contradicting(c, port).isPresent()));
    }

    // A well-known image counts on the number of its own protocol, so that what it serves beside that is not meant.
    private static Optional<ServerFirst> contradicting(Container container, ServicePort port) {
        String image = BY_IMAGE.getOrDefault(imageName(container.image()), "");
        if (image.isEmpty() && container.ports().stream().allMatch(p -> byName(p.name()).isEmpty())) {
            return Optional.empty();
        }
        return port.service().workloads().stream().flatMap(w -> port.targetOn(w).stream()).distinct()
                .flatMap(n -> container.ports().stream().filter(p -> p.number() == n))
                .flatMap(p -> words(p.name()).stream().noneMatch(ASIDE::contains) && byName(p.name()).isPresent()
                        ? byName(p.name()).map(f -> new ServerFirst(f.protocol(), "the container's port is named " + p.name())).stream()
                        : image.isEmpty() || !image.equals(BY_PORT.get(p.number())) ? Stream.empty()
                        : Stream.of(new ServerFirst(image, "image " + container.image())))
                .findFirst();
    }

    private static List<String> words(String name) {
        return Arrays.asList(name.toLowerCase(Locale.ROOT).split("-"));
    }

    private static Optional<ServerFirst> byName(String name) {
        return words(name).stream().filter(BY_WORD::containsKey).findFirst().map(w -> new ServerFirst(BY_WORD.get(w), "name " + name));
    }

    private static Optional<ServerFirst> byNumber(ServicePort port) {
        Optional<Long> target = port.targetNumber();
        return Optional.of(port.number()).filter(BY_PORT::containsKey).or(() -> target.filter(BY_PORT::containsKey))
                .map(n -> new ServerFirst(BY_PORT.get(n), "port " + n));
    }

    // An image may serve more than its protocol, so that among several ports only the known number counts.
    private static Optional<ServerFirst> byImage(ServicePort port) {
        return BackingContainers.of(port).stream().filter(c -> c.ports().size() < 2 || knownPort(c, port)).map(Container::image)
                .filter(i -> BY_IMAGE.containsKey(imageName(i))).findFirst()
                .map(i -> new ServerFirst(BY_IMAGE.get(imageName(i)), "image " + i));
    }

    private static boolean knownPort(Container container, ServicePort port) {
        String protocol = BY_IMAGE.getOrDefault(imageName(container.image()), "");
        return container.ports().stream().anyMatch(p -> p.name().equals(port.targetPort())
                && BY_PORT.getOrDefault(p.number(), "").equals(protocol));
    }

    private static String imageName(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        return last.split("[:@]", 2)[0];
    }
}
