package io.istiodoctor.engine;

import com.google.gson.Gson;
import io.istiodoctor.model.Fix;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import io.istiodoctor.yaml.YamlReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests after somebody did what a fix says: patches, and commands of kubectl that can be played without a cluster. */
final class AppliedFix {
    private static final Pattern APPLY = Pattern.compile("(?s)kubectl apply -f - <<EOF\n(.*)EOF");
    private static final Pattern PATCH = Pattern
            .compile("(?s)kubectl(?: -n (\\S+))? patch (\\S+) (\\S+)(?: --subresource=status)?(?: --type[ =](\\S+))? -p '(.*)'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\b(SERVICE|ADDRESS|NAME|FIRST-LAST|PATH)\\b");
    private static final Pattern DELETE = Pattern.compile("kubectl(?: -n (\\S+))? delete (\\S+) (\\S+)");
    /** One command of several: a here-document belongs to it, and so does what is quoted. */
    private static final Pattern COMMAND = Pattern.compile("(?s)kubectl apply -f - <<EOF\n.*?\nEOF|(?:[^\n'#]|'[^']*')+");
    private static final Pattern ANNOTATE = Pattern
            .compile("(?s)kubectl(?: -n (\\S+))? (annotate|label) (\\S+) (\\S+)((?: (?:'[^']*'|[^'\\s])+)+)");
    private static final Pattern RESTART = Pattern.compile("kubectl -n (\\S+) rollout restart deployment");
    private static final Pattern RELEASE = Pattern.compile("(?:/pilot:|\"tag\": \")([0-9a-z.-]+)");
    private static final Pattern WORD = Pattern.compile(" ((?:'[^']*'|[^'\\s])+)");
    private static final Pattern COPY = Pattern.compile(
            "(?s)kubectl -n (\\S+) get (\\S+) (\\S+) -o json\\s*\\| jq (?:'.metadata=\\{name:\"(\\S+)\"}'|.*?)\\s*\\| kubectl -n (\\S+) apply -f -");

    private static final Pattern LEFT_OUT = Pattern.compile("jq 'del\\(([^)]*)\\)'");

    private final List<Map<String, Object>> documents = new ArrayList<>();

    private AppliedFix(String manifests) {
        YamlReader.read("manifests", manifests).forEach(d -> documents.add(map(plain(d.root()))));
    }

    /** The manifests after the fix; empty where it is something that only a person or a cluster can do. */
    static Optional<String> to(String manifests, Fix fix) {
        if (fix.patch().isEmpty() && fix.diff().isPresent() && !PLACEHOLDER.matcher(fix.diff().get()).find()) {
            return Optional.of(PlayedDiff.apply(manifests, fix.diff().get()));
        }
        AppliedFix applied = new AppliedFix(manifests);
        boolean done = !fix.patch().isEmpty() ? applied.patched(fix.target().orElseThrow(), fix.patch())
                : fix.command().filter(applied::runAll).isPresent();
        return done ? Optional.of(applied.documents.stream().map(new Gson()::toJson).collect(Collectors.joining("\n---\n", "", "\n")))
                : Optional.empty();
    }

    /** Placeholders are words that a person has to replace. */
    private boolean runAll(String commands) {
        List<String> all = COMMAND.matcher(commands.replaceAll("(?m)^ *#.*$", "")).results().map(r -> r.group().strip())
                .filter(c -> !c.isEmpty()).toList();
        return !PLACEHOLDER.matcher(commands).find() && !all.isEmpty() && all.stream().allMatch(this::run);
    }

    private boolean run(String command) {
        Matcher restart = RESTART.matcher(command);
        if (restart.matches()) {
            documents.stream().filter(d -> d.get("kind").equals("Pod") && id(d).startsWith(restart.group(1) + "/")).forEach(this::makeAnew);
            return true;
        }
        Matcher delete = DELETE.matcher(command);
        if (delete.matches()) {
            documents.remove(find(delete.group(2), delete.group(1), delete.group(3)));
            return true;
        }
        Matcher apply = APPLY.matcher(command);
        Matcher patch = PATCH.matcher(command);
        Matcher annotate = ANNOTATE.matcher(command);
        Matcher copy = COPY.matcher(command);
        if (apply.matches()) {
            YamlReader.read("fix", apply.group(1)).forEach(d -> {
                Map<String, Object> made = map(plain(d.root()));
                documents.removeIf(o -> o.get("kind").equals(made.get("kind")) && id(o).equals(id(made)));
                documents.add(made);
            });
            return true;
        }
        if (patch.matches()) {
            Node change = YamlReader.read("patch", patch.group(5).replace("'\\''", "'")).getFirst().root();
            Map<String, Object> object = find(patch.group(2), patch.group(1), patch.group(3));
            if (change instanceof Sequence operations) {
                operations.elements().forEach(o -> change(object, new PatchOperation(o.text("op"), o.text("path"), plain(o.get("value")))));
            } else {
                merge(object, map(plain(change)), patch.group(4) == null);
            }
            return true;
        }
        if (annotate.matches()) {
            Map<String, Object> metadata = child(find(annotate.group(3), annotate.group(1), annotate.group(4)), "metadata");
            Map<String, Object> marks = child(metadata, annotate.group(2).equals("label") ? "labels" : "annotations");
            WORD.matcher(annotate.group(5)).results().map(w -> w.group(1).replace("'", "")).filter(w -> !w.equals("--overwrite"))
                    .forEach(w -> {
                        int equals = w.indexOf('=');
                        if (equals < 0) {
                            marks.remove(w.substring(0, w.length() - 1));
                        } else {
                            marks.put(w.substring(0, equals), w.substring(equals + 1));
                        }
                    });
            return true;
        }
        if (copy.matches()) {
            Map<String, Object> source = find(copy.group(2), copy.group(1), copy.group(3));
            Map<String, Object> made = map(plain(YamlReader.read("copy", new Gson().toJson(source)).getFirst().root()));
            if (copy.group(4) != null) {
                child(made, "metadata").put("name", copy.group(4));
            }
            LEFT_OUT.matcher(command).results().flatMap(r -> Stream.of(r.group(1).split(","))).forEach(path -> leaveOut(made, path));
            child(made, "metadata").put("namespace", copy.group(5));
            documents.add(made);
            return true;
        }
        return false;
    }

    /** A pod as the injector of an istiod makes it by its namespace's labels of now: with the proxy of that istiod's release. */
    private void makeAnew(Map<String, Object> pod) {
        Map<String, Object> home = child(find("namespace", null, id(pod).replaceFirst("/.*", "")), "metadata");
        boolean injected = child(home, "labels").containsKey("istio.io/rev")
                || "enabled".equals(child(home, "labels").get("istio-injection"));
        List<Object> containers = new ArrayList<>((List<?>) child(pod, "spec").get("containers"));
        containers.removeIf(c -> map(c).get("name").equals("istio-proxy"));
        if (injected) {
            String release = RELEASE.matcher(documents.toString()).results().map(r -> r.group(1)).findFirst().orElse("1.28.0");
            containers.add(new LinkedHashMap<>(Map.of("name", "istio-proxy", "image", "docker.io/istio/proxyv2:" + release)));
        }
        child(pod, "spec").put("containers", containers);
    }

    /** What jq leaves out of a copy: ".a.b", or ".a[].b" of every element. */
    private static void leaveOut(Object object, String path) {
        int end = path.indexOf('.', 1);
        String step = path.substring(1, end < 0 ? path.length() : end);
        if (!(object instanceof Map<?, ?> fields)) {
            return;
        }
        if (end < 0) {
            fields.remove(step);
        } else if (step.endsWith("[]")) {
            Object list = fields.get(step.substring(0, step.length() - 2));
            (list instanceof List<?> all ? all : List.of()).forEach(e -> leaveOut(e, path.substring(end)));
        } else {
            leaveOut(fields.get(step), path.substring(end));
        }
    }

    private boolean patched(ObjectRef target, List<PatchOperation> operations) {
        Map<String, Object> object = documents.stream().filter(d -> d.get("kind").equals(target.kind())
                && id(d).equals(target.namespace() + "/" + target.name())).findFirst()
                .orElseThrow(() -> new AssertionError("no " + target));
        operations.forEach(o -> change(object, o));
        return true;
    }

    private Map<String, Object> find(String resource, String namespace, String name) {
        String kind = resource.replaceFirst("\\..*", "").toLowerCase(Locale.ROOT);
        return documents.stream().filter(d -> {
            String own = d.get("kind").toString().toLowerCase(Locale.ROOT);
            return List.of(own, own + "s", own + "es", own.replaceFirst("y$", "ies")).contains(kind)
                    && child(d, "metadata").get("name").equals(name)
                    && (namespace == null || id(d).startsWith(namespace + "/"));
        }).findFirst().orElseThrow(() -> new AssertionError("no " + resource + " " + namespace + "/" + name));
    }

    private static String id(Map<String, Object> document) {
        Map<String, Object> metadata = child(document, "metadata");
        return metadata.getOrDefault("namespace", "default") + "/" + metadata.get("name");
    }

    @SuppressWarnings("unchecked")
    private static void change(Map<String, Object> object, PatchOperation operation) {
        if (operation.op().equals("move") && operation.path().matches(".*/\\d+")) {
            String from = String.valueOf(operation.value());
            Object moved = object;
            for (String step : from.substring(1).split("/")) {
                moved = moved instanceof List<?> list ? list.get(Integer.parseInt(step)) : ((Map<String, Object>) moved).get(step);
            }
            change(object, new PatchOperation("remove", from, null));
            change(object, new PatchOperation("add", operation.path(), moved));
            return;
        }
        List<String> steps = new ArrayList<>();
        for (String step : operation.path().substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        Object at = object;
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at instanceof List<?> list ? list.get(Integer.parseInt(step))
                    : ((Map<String, Object>) at).computeIfAbsent(step, n -> new LinkedHashMap<String, Object>());
        }
        String last = steps.getLast();
        if (at instanceof List<?>) {
            List<Object> list = (List<Object>) at;
            int index = last.equals("-") ? list.size() : Integer.parseInt(last);
            switch (operation.op()) {
                case "remove" -> list.remove(index);
                case "add" -> list.add(index, operation.value());
                default -> list.set(index, operation.value());
            }
        } else if (operation.op().equals("remove")) {
            ((Map<String, Object>) at).remove(last);
        } else if (operation.op().equals("move")) {
            // A field gets another name.
            String from = String.valueOf(operation.value());
            ((Map<String, Object>) at).put(last,
                    ((Map<String, Object>) at).remove(from.substring(from.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~")));
        } else {
            ((Map<String, Object>) at).put(last, operation.value());
        }
    }

    /** @param strategic whether elements of lists of ports are known by their number */
    private static void merge(Map<String, Object> object, Map<String, Object> change, boolean strategic) {
        change.forEach((key, value) -> {
            if (value == null) {
                object.remove(key);
            } else if (value instanceof Map<?, ?> && object.get(key) instanceof Map<?, ?>) {
                merge(child(object, key), map(value), strategic);
            } else if (strategic && key.equals("ports") && object.get(key) instanceof List<?> ports) {
                ((List<?>) value).forEach(p -> ports.stream().filter(o -> map(o).get("port").equals(map(p).get("port")))
                        .forEach(o -> merge(map(o), map(p), true)));
            } else {
                object.put(key, value);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> child(Map<String, Object> object, String name) {
        return map(object.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>()));
    }

    private static Object plain(Node node) {
        return switch (node) {
            case Mapping mapping -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                mapping.fields().forEach((name, value) -> fields.put(name, plain(value)));
                yield fields;
            }
            case Sequence sequence -> sequence.elements().stream().map(AppliedFix::plain).collect(Collectors.toCollection(ArrayList::new));
            case Scalar scalar -> switch (scalar.type()) {
                case NUMBER -> new BigDecimal(scalar.value());
                case BOOLEAN -> scalar.isTrue();
                case STRING -> scalar.value();
                case NULL -> null;
            };
            default -> null;
        };
    }
}
