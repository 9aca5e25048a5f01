package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named entries of one kubeconfig file. */
record KubeconfigFile(Map<String, KubeconfigEntry> clusters, Map<String, KubeconfigEntry> contexts,
        Map<String, KubeconfigEntry> users, Optional<String> currentContext) {
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

    static KubeconfigFile load(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + " cannot be read: " + reason(e), e);
        }
        if (text.lines().allMatch(line -> line.isBlank() || line.startsWith("#") || line.equals("---"))) {
            return new KubeconfigFile(Map.of(), Map.of(), Map.of(), Optional.empty());
        }
        try {
            KubeConfig config = KubeConfig.loadKubeConfig(new StringReader(text));
            return new KubeconfigFile(named(file, "cluster", config.getClusters()),
                    named(file, "context", config.getContexts()), named(file, "user", config.getUsers()),
                    Optional.ofNullable(config.getCurrentContext()).filter(c -> !c.isEmpty()));
        } catch (UserError e) {
            throw e;
        } catch (ClassCastException | NullPointerException e) {
            // The library casts without looking; whatever is not shaped like a kubeconfig ends here.
            throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + " is not a kubeconfig: it must be a mapping"
                    + " with the lists clusters, contexts and users", e);
        } catch (RuntimeException e) {
            throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + " is not valid YAML: " + reason(e), e);
        }
    }

    private static Map<String, KubeconfigEntry> named(Path file, String what, List<?> list) {
        Map<String, KubeconfigEntry> entries = new LinkedHashMap<>();
        if (list != null) {
            for (Object element : list) {
                if (!(element instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
                    throw new UserError(UserError.BAD_INPUT, "kubeconfig " + file + ": every entry of " + what
                            + "s needs a name that is a text");
                }
                KubeconfigEntry outer = new KubeconfigEntry(what + " " + name, file, KubeconfigEntry.textKeys(map));
                entries.putIfAbsent(name, outer.entry(what).orElse(KubeconfigEntry.empty(outer.what(), file)));
            }
        }
        return entries;
    }

    /** The parser's message on one line: its first line and the place, without the quoted text (it may be a key). */
    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof IOException) {
            return e.getClass().getSimpleName().replace("Exception", "") + " " + message;
        }
        Matcher place = PLACE.matcher(message);
        String last = "";
        while (place.find()) {
            last = "line " + place.group(1) + ", column " + place.group(2) + ": ";
        }
        String problem = message.lines().filter(l -> !l.startsWith(" ")).reduce((a, b) -> b).orElse("");
        return last + problem;
    }
}
