package io.istiodoctor.cluster;

import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.UserError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The kubeconfig files merged by kubectl's rule: the first file that has a named entry gives the whole entry, the first
 * that names a current context gives that
 * (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files).
 *
 * @param searched the files that were looked for, whether they exist or not
 */
record Kubeconfig(List<Path> searched, Map<String, KubeconfigEntry> clusters, Map<String, KubeconfigEntry> contexts,
        Map<String, KubeconfigEntry> users, Optional<String> currentContext) {
    private static final int CONTEXTS_SHOWN = 10;

    /** A context with the entries that it names. */
    record Selection(String context, String namespace, String clusterName, KubeconfigEntry cluster,
            KubeconfigEntry user) {}

    static Kubeconfig find(ConnectionOptions options) {
        if (options.kubeconfig().isPresent()) {
            Path file = FilePath.of(options.kubeconfig().get());
            if (!Files.exists(file)) {
                throw new UserError(UserError.BAD_INPUT,
                        "kubeconfig " + file + " does not exist; check the path after --kubeconfig");
            }
            return merge(List.of(file));
        }
        Set<Path> files = new LinkedHashSet<>();
        options.variable("KUBECONFIG").ifPresent(list -> {
            for (String part : list.split(File.pathSeparator)) {
                if (!part.isBlank()) {
                    files.add(FilePath.of(part));
                }
            }
        });
        if (files.isEmpty()) {
            String home = options.variable("HOME").orElseGet(() -> System.getProperty("user.home"));
            files.add(FilePath.of(home).resolve(".kube/config"));
        }
        return merge(List.copyOf(files));
    }

    private static Kubeconfig merge(List<Path> files) {
        Map<String, KubeconfigEntry> clusters = new LinkedHashMap<>();
        Map<String, KubeconfigEntry> contexts = new LinkedHashMap<>();
        Map<String, KubeconfigEntry> users = new LinkedHashMap<>();
        Optional<String> current = Optional.empty();
        for (Path file : files) {
            if (Files.exists(file)) {
                KubeconfigFile read = KubeconfigFile.load(file);
                read.clusters().forEach(clusters::putIfAbsent);
                read.contexts().forEach(contexts::putIfAbsent);
                read.users().forEach(users::putIfAbsent);
                current = current.or(read::currentContext);
            }
        }
        return new Kubeconfig(files, clusters, contexts, users, current);
    }

    boolean isEmpty() {
        return contexts.isEmpty();
    }

    Selection select(Optional<String> wanted) {
        String name = wanted.or(this::currentContext).orElseThrow(() -> new UserError(UserError.UNREADABLE_CLUSTER,
                "kubeconfig " + files() + " has no current context; choose one with --context: " + known()));
        KubeconfigEntry context = contexts.get(name);
        if (context == null) {
            throw new UserError(UserError.UNREADABLE_CLUSTER, "there is no context \"" + name + "\" in kubeconfig "
                    + files() + "; it has " + known());
        }
        String clusterName = context.text("cluster").orElseThrow(() -> context.malformed("cluster is missing"));
        KubeconfigEntry cluster = clusters.get(clusterName);
        if (cluster == null) {
            throw context.malformed("it names the cluster \"" + clusterName + "\", which no file defines");
        }
        KubeconfigEntry user = context.text("user").map(userName -> {
            if (!users.containsKey(userName)) {
                throw context.malformed("it names the user \"" + userName + "\", which no file defines");
            }
            return users.get(userName);
        }).orElse(KubeconfigEntry.empty("no user", context.file()));
        return new Selection(name, context.text("namespace").orElse("default"), clusterName, cluster, user);
    }

    String files() {
        return searched.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private String known() {
        if (contexts.isEmpty()) {
            return "no contexts";
        }
        String names = new TreeSet<>(contexts.keySet()).stream().limit(CONTEXTS_SHOWN).collect(Collectors.joining(", "));
        int more = contexts.size() - CONTEXTS_SHOWN;
        return more > 0 ? names + " and " + more + " more" : names;
    }
}
