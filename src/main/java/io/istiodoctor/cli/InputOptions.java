package io.istiodoctor.cli;

import io.istiodoctor.model.FilePath;
import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.model.UserError;
import io.istiodoctor.schema.Release;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options by which every command that looks at a mesh is told which. */
final class InputOptions {
    /** A path as it was given; a Path would already have made one slash of the two in an address. */
    private static final ITypeConverter<String> AS_GIVEN = text -> text;

    private static final Pattern RELEASE = Pattern.compile("v?(1\\.\\d{1,3})([.-].*)?");

    private InputOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-n", "--namespace").type(String.class).paramLabel("NS")
                .description("Report on this namespace, and on what its traffic passes."
                        + " Without it: the context's namespace; with -f all.")
                .build());
        spec.addOption(OptionSpec.builder("-A", "--all-namespaces").type(boolean.class)
                .description("Report on all namespaces.").build());
        spec.addOption(OptionSpec.builder("-f", "--filename").type(List.class).auxiliaryTypes(Path.class).converters(AS_GIVEN)
                .paramLabel("FILE|DIR|-").description("Read manifests instead of the cluster: YAML or JSON, folders with all below them,"
                        + " - for standard input. May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder("--assume-complete").type(boolean.class)
                .description("The files are the whole cluster: what they lack does not exist.").build());
        spec.addOption(OptionSpec.builder("--istio-version").type(Release.class).converters(release()).paramLabel("RELEASE")
                .description(
                        "Judge by this release of Istio, 1.28 for example. Without it: that of istiod's image, else of proxies' images, else the newest.")
                .build());
        ClusterOptions.addTo(spec);
        UnreadOption.addTo(spec);
    }

    static Input of(ParseResult arguments) {
        Optional<String> namespace = Optional.ofNullable(arguments.matchedOptionValue("-n", (String) null));
        boolean all = arguments.hasMatchedOption("-A");
        if (all && namespace.isPresent()) {
            throw wrong(arguments, "-n and -A exclude each other");
        }
        namespace.filter(n -> !KubernetesName.isLabel(n)).ifPresent(n -> {
            throw wrong(arguments, "no namespace can be called '" + n + "': names are made of lower-case letters, digits and '-'");
        });
        List<String> files = arguments.matchedOptionValue("-f", List.of());
        boolean complete = arguments.hasMatchedOption("--assume-complete");
        if (complete && files.isEmpty()) {
            throw wrong(arguments, "--assume-complete speaks of the files that -f names, and there is no -f");
        }
        if (!files.isEmpty()) {
            ClusterOptions.firstOf(arguments).ifPresent(option -> {
                throw wrong(arguments, option + " says how a cluster is read, but -f names files to read instead; leave one of them out");
            });
        }
        return new Input(files, namespace, all, complete,
                Optional.ofNullable(arguments.matchedOptionValue("--istio-version", (Release) null)),
                ClusterOptions.of(arguments));
    }

    static ParameterException wrong(ParseResult arguments, String problem) {
        return new ParameterException(arguments.commandSpec().commandLine(), problem);
    }

    /** The option that names folders with rules of the user's own. */
    static OptionSpec rules() {
        return OptionSpec.builder("--rules").type(List.class).auxiliaryTypes(Path.class).converters(path()).paramLabel("DIR")
                .description("Also use the rules in this folder. May be repeated.").build();
    }

    static List<Path> rules(ParseResult arguments) {
        return arguments.matchedOptionValue("--rules", List.<Path>of());
    }

    /** Reads 1.28, 1.28.3 and v1.28.3 as 1.28. */
    private static ITypeConverter<Release> release() {
        return text -> {
            Matcher written = RELEASE.matcher(text);
            if (!written.matches()) {
                throw new TypeConversionException("'" + text + "' is no release of Istio; write it as 1.28");
            }
            return Release.of(written.group(1));
        };
    }

    /** Reads a path, or says why no file can be called so. */
    static ITypeConverter<Path> path() {
        return text -> {
            try {
                return FilePath.of(text);
            } catch (UserError e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
