package io.istiodoctor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "io.istiodoctor.";
    /** Every package may use those before it, and no other. */
    private static final List<String> LAYERS = List.of("model", "pem", "yaml", "schema", "source", "cluster", "mesh", "conversion", "proxy",
            "vocabulary", "rule", "cel", "fix", "engine", "trace", "mend", "report", "cli");
    /** The rooms of the mesh: every one may use those before it, and the mesh itself uses all of them. */
    private static final List<String> ROOMS = List.of("base", "admission", "workload", "config", "ambient", "secret", "security", "sidecar",
            "network", "service", "injection", "extension",
            "destination", "gateway", "match", "route", "policy", "ingress", "gatewayapi");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.istiodoctor");

    @Test
    void dependencies_point_one_way() {
        each_uses_only_those_before_it(LAYERS, l -> ROOT + l + "..");
    }

    @Test
    void rooms_of_the_mesh_are_built_one_on_the_other() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/io/istiodoctor/mesh"))) {
            assertEquals(new TreeSet<>(ROOMS), folders.filter(Files::isDirectory).map(f -> f.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        List<String> rooms = Stream.concat(ROOMS.stream(), Stream.of("")).toList();
        each_uses_only_those_before_it(rooms, r -> r.isEmpty() ? ROOT + "mesh" : ROOT + "mesh." + r + "..");
    }

    private static void each_uses_only_those_before_it(List<String> names, UnaryOperator<String> packages) {
        var layers = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String name : names) {
            layers = layers.layer("." + name).definedBy(packages.apply(name));
        }
        List<String> layerNames = names.stream().map(n -> "." + n).toList();
        for (int i = 0; i < names.size(); i++) {
            layers = i < names.size() - 1
                    ? layers.whereLayer(layerNames.get(i))
                            .mayOnlyBeAccessedByLayers(layerNames.subList(i + 1, names.size()).toArray(String[]::new))
                    : layers.whereLayer(layerNames.get(i)).mayNotBeAccessedByAnyLayer();
        }
        layers.because("a package that is below must not know what is built on it").check(CLASSES);
    }

    @Test
    void a_cluster_and_the_mesh_meet_only_in_the_snapshot() {
        noClasses().that().resideOutsideOfPackages(ROOT + "cluster", ROOT + "cli").should().dependOnClassesThat()
                .resideInAPackage(ROOT + "cluster").because("what is judged must not depend on where it was read").check(CLASSES);
        noClasses().that().resideInAPackage(ROOT + "report").should().dependOnClassesThat().resideInAPackage(ROOT + "mesh..")
                .because("a renderer shows what was found, it finds nothing").check(CLASSES);
    }

    @Test
    void libraries_have_one_owner() {
        owned("only cluster talks to the API server", ROOT + "cluster", "io.kubernetes..", "okhttp3..");
        owned("only yaml reads and writes YAML", ROOT + "yaml", "org.yaml..");
        noClasses().that().resideOutsideOfPackages(ROOT + "cel", ROOT + "schema..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.cel..", "com.google.common..")
                .because("rules and definitions of kinds are written in the expression language, and nothing else is").check(CLASSES);
        owned("only cli knows the command line", ROOT + "cli", "picocli..");
    }

    private static void owned(String because, String owner, String... libraries) {
        noClasses().that().resideOutsideOfPackage(owner).should().dependOnClassesThat().resideInAnyPackage(libraries)
                .because(because).check(CLASSES);
    }

    @Test
    void only_the_command_line_prints_and_exits() {
        noClasses().that().resideOutsideOfPackage(ROOT + "cli").should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err").orShould().callMethod(System.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "halt", int.class)
                .because("stdout carries the result and nothing else").check(CLASSES);
    }

    @Test
    void names_tell_a_purpose() {
        noClasses().should().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
                .orShould().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Manager")
                .because("such a name says nothing of what the class is for").check(CLASSES);
        classes().that().areTopLevelClasses().and().areNotInterfaces().and().areNotEnums().and().areNotRecords()
                .and().doNotHaveModifier(JavaModifier.ABSTRACT)
                .and().areNotAssignableTo(Throwable.class).and().haveSimpleNameNotContaining("package-info")
                .should().haveModifier(JavaModifier.FINAL)
                .because("nothing here is made to be extended").check(CLASSES);
    }

    @Test
    void no_file_is_longer_than_400_lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> tooLong = files.filter(f -> f.toString().endsWith(".java")).filter(f -> lines(f) > 400).toList();
            assertEquals(List.of(), tooLong);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
