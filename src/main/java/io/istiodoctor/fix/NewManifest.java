package io.istiodoctor.fix;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.SourceText;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects that a command would make, as a file more beside the manifests that were read. */
final class NewManifest {
    private static final Pattern APPLIED = Pattern.compile("(?s)kubectl apply -f - <<'?EOF'?\n(.*\n)EOF\\s*");

    private NewManifest() {}

    /**
     * The diff that makes the file; empty when the command does something else than apply a manifest, or where nothing was read from files.
     *
     * @param beside an object that was read from a file of the same folder
     */
    static Optional<String> diff(String command, Resource beside) {
        Matcher applied = APPLIED.matcher(command);
        if (!applied.matches() || !(beside.origin() instanceof Origin.File(SourceText text))) {
            return Optional.empty();
        }
        String manifest = applied.group(1);
        return first(manifest).map(
                object -> UnifiedDiff.of(file(text.name(), object.get("metadata").text("name"), object.text("kind")), "", manifest));
    }

    private static Optional<Node> first(String manifest) {
        try {
            return YamlReader.read("", manifest).stream().<Node>map(d -> d.root()).findFirst();
        } catch (SyntaxError notYaml) {
            return Optional.empty();
        }
    }

    /** The name of a file for an object, in the folder of another file. */
    static String file(String beside, String name, String kind) {
        String base = name + "-" + kind.toLowerCase(Locale.ROOT) + ".yaml";
        return Optional.of(beside).filter(b -> !b.equals("-")).flatMap(b -> Optional.ofNullable(Path.of(b).getParent()))
                .map(f -> f.resolve(base).toString()).orElse(base);
    }
}
