import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Adds to the distribution what only the finished program can make: the shells' completion scripts, and the class-data
 * archive that halves its start-up time. Run with the Java that shall run the program:
 * {@code java FinishDistribution.java FOLDER PICOCLI-SOURCES.jar}. The program works without these, so that a
 * failure is told, but does not fail the build. Before, it puts the libraries together to the one jar that the program looks for.
 *
 * <p>{@code java FinishDistribution.java image FOLDER IMAGE} makes a copy of the finished folder that brings its own Java.
 */
void main(String[] arguments) throws Exception {
    if (arguments[0].equals("image")) {
        image(Path.of(arguments[1]).toAbsolutePath(), Path.of(arguments[2]).toAbsolutePath());
        return;
    }
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    recompile(folder, Path.of(arguments[1]).toAbsolutePath());
    leaveOutModels(folder);
    lean(folder);
    completion(folder);
    brief(folder.resolve("licenses/sbom.cdx.json"));
    archive(folder);
}

/** The Java that shall run the program. */
Path java = Path.of(System.getProperty("java.home"));

/** What the program and its libraries use of Java, found with jdeps; keys on elliptic curves and jar files as folders are only named at run time. */
static final String MODULES = "java.base,java.logging,java.management,java.naming,java.sql,jdk.unsupported,jdk.crypto.ec,jdk.zipfs";

/** The folder with a Java in it that has only what is used, and with the archive of classes for that Java. */
void image(Path folder, Path image) throws Exception {
    if (Files.exists(image)) {
        delete(image);
    }
    copy(folder, image);
    Path log = Files.createTempFile("istio-doctor-jlink", "");
    int status = run(log,
            List.of(tool("jlink"), "--add-modules", MODULES, "--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6",
                    "--generate-cds-archive", "--output", image.resolve("java").toString()));
    if (status != 0) {
        throw new IOException("jlink failed: " + Files.readString(log));
    }
    java = image.resolve("java");
    // For other garbage collectors and for a Java with wide pointers, which the launcher does not ask for.
    for (String unused : List.of("classes_nocoops.jsa", "classes_coh.jsa", "classes_nocoops_coh.jsa")) {
        Files.deleteIfExists(java.resolve("lib/server").resolve(unused));
    }
    inWholeSeconds(image);
    archive(image);
}

void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.toList()) {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}

/**
 * Picocli's jar holds Java 5 byte code, which no class-data archive takes; compiled anew from its own sources, it starts
 * 28 ms faster (87 to 59 ms for --version).
 */
void recompile(Path folder, Path sources) throws Exception {
    Path work = Files.createTempDirectory("istio-doctor-picocli");
    Path output = work.resolve("output");
    try (Stream<Path> jars = Files.list(folder.resolve("lib")); FileSystem jar = FileSystems.newFileSystem(sources)) {
        Path target = jars.filter(file -> file.getFileName().toString().startsWith("picocli-")).findFirst().orElseThrow();
        for (String name : List.of("CommandLine.java", "AutoComplete.java")) {
            Files.copy(jar.getPath("picocli", name), work.resolve(name));
        }
        int status = run(output, List.of(tool("javac"), "-nowarn", "-Xlint:none", "-d", work.resolve("classes").toString(),
                work.resolve("CommandLine.java").toString(), work.resolve("AutoComplete.java").toString()));
        status += run(output, List.of(tool("jar"), "--update", "--file", target.toString(), "-C",
                work.resolve("classes").toString(), "."));
        if (status != 0) {
            note("picocli stays as it was delivered. " + Files.readString(output));
        }
    } finally {
        delete(work);
    }
}

/**
 * The client library's classes for each kind of object and for each call are 8 MB, of which no path of the program reaches one:
 * it asks by path and reads token by token. Nor does one reach what turns these into JSON, which is most of what Gson would be needed for: {@code LeanApiClient} never
 * makes it, and bodies are bytes.
 */
void leaveOutModels(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
        Path client = jars.filter(file -> file.getFileName().toString().startsWith("client-java-api-")).findFirst().orElseThrow();
        try (FileSystem jar = FileSystems.newFileSystem(client)) {
            Path api = jar.getPath("io/kubernetes/client/openapi");
            for (String unused : List.of("models", "apis")) {
                if (Files.exists(api.resolve(unused))) {
                    delete(api.resolve(unused));
                }
            }
            try (DirectoryStream<Path> json = Files.newDirectoryStream(api, "JSON*.class")) {
                for (Path unused : json) {
                    Files.delete(unused);
                }
            }
        }
    }
}

/** One jar of what the program reaches of its libraries, in place of theirs. */
void lean(Path folder) throws IOException {
    Path target = folder.resolve("lib/libraries.jar");
    Path program = folder.resolve("lib/istio-doctor.jar");
    List<Path> libraries;
    try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
        libraries = files.filter(f -> f.toString().endsWith(".jar") && !f.equals(program) && !f.equals(target)).sorted().toList();
    }
    LeanLibraries.write(program, libraries, target);
    LeanProgram.rewrite(program, "io/istiodoctor/schema/definitions.txt", folder.resolve("lib/definitions.gz"));
    for (Path library : libraries) {
        Files.delete(library);
    }
    inWholeSeconds(folder);
}

/** The archive knows jars by their times to the second, and some ways to copy them, layers of container images among them, round to that. */
void inWholeSeconds(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
            Files.setLastModifiedTime(file, FileTime.from(Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS)));
        }
    }
}

/** One file for both shells, without comments: that of zsh reads that of bash. */
void completion(Path folder) throws Exception {
    Path file = Files.createDirectories(folder.resolve("completions")).resolve("istio-doctor.bash");
    if (run(file, program(folder, List.of(), "completion", "bash")) == 0) {
        Files.write(file, Files.readAllLines(file).stream().filter(l -> l.startsWith("#!") || !l.strip().startsWith("#")).toList());
        Files.writeString(file.resolveSibling("istio-doctor.zsh"), ". \"${${(%):-%x}:A:h}/istio-doctor.bash\"\n");
    } else {
        Files.delete(file);
        note("no completion");
    }
}

/** The bill of materials without what only eyes need, a text in it has no line ends of its own, and with one of eight hashes of each library. */
void brief(Path bill) throws IOException {
    String line = Files.readString(bill).replaceAll("\\R\\s*", "");
    Files.writeString(bill, line.replaceAll("\\{\"alg\" : \"(MD5|SHA-1)\"[^}]*\\},|,\\{\"alg\" : \"(?!SHA-256\")[^}]*\\}", ""));
}

/**
 * Training runs note which classes they load; the archive holds the union of them, parsed, verified and linked. With the rules' tests as training it
 * would be 3 MB larger and no faster: a class that few meshes need costs every start a little, and its own more only where it is needed.
 */
void archive(Path folder) throws Exception {
    Path work = Files.createTempDirectory("istio-doctor-archive");
    List<List<String>> runs = List.of(
            List.of("check", "-f", folder.resolve("examples/shop").toString()),
            List.of("check", "-f", folder.resolve("examples/broken-shop").toString()),
            List.of("check", "-f", "src/test/resources/healthy/bookinfo.yaml"),
            List.of("check", "-f", "src/build/training.yaml"),
            List.of("check", "-A", "-o", "json", "-f", folder.resolve("examples").toString()),
            List.of("urls", "-A", "-f", folder.resolve("examples").toString()),
            List.of("trace", "-f", folder.resolve("examples/shop").toString(), "http://shop.example.com/"),
            List.of("check", "--kubeconfig", training(work).toString()),
            List.of("rules", "list"), List.of("check", "--help"), List.of("--help"));
    try {
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Path list = work.resolve(i + ".classes");
            run(work.resolve("output"), program(folder, List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + list),
                    runs.get(i).toArray(String[]::new)));
            classes.addAll(Files.exists(list) ? Files.readAllLines(list) : List.of());
        }
        // The numbers are each run's own, and only classes of special loaders, which no archive takes, need them.
        Path all = Files.write(work.resolve("classes"),
                classes.stream().filter(line -> !line.contains(" source: ") && !isOfUsersRules(line) && !isOfHelp(line))
                        .map(line -> line.replaceFirst(" id: \\d+$", "")).distinct().toList());
        Path archive = folder.resolve("lib/istio-doctor.jsa");
        int status = run(work.resolve("output"), List.of(tool("java"), "-Xshare:dump", "-XX:+AOTClassLinking", "-XX:+UseSerialGC",
                "-XX:SharedClassListFile=" + all, "-XX:SharedArchiveFile=" + archive, "-cp",
                folder.resolve("lib/istio-doctor.jar").toString()));
        if (status != 0) {
            Files.deleteIfExists(archive);
            note("no class-data archive; the program starts more slowly. " + Files.readString(work.resolve("output")));
        }
    } finally {
        delete(work);
    }
}

/** What the archive holds is set up at every start; CEL is needed for rules of the user's own, and some objects of the Gateway API. */
boolean isOfUsersRules(String line) {
    String name = line.replaceFirst("^@[a-z-]+ ", "");
    return Stream.of("dev/cel/", "cel/", "com/google/common/", "com/google/protobuf/", "org/antlr/", "org/threeten/")
            .anyMatch(name::startsWith);
}

/** Help pages, which the launcher shows without an archive: as many bytes as all rules' texts. */
boolean isOfHelp(String line) {
    return line.replaceFirst("^@[a-z-]+ ", "").startsWith("io/istiodoctor/cli/BuiltPages");
}

void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.toList().reversed()) {
            Files.delete(file);
        }
    }
}

/** A cluster that refuses every connection: enough for the classes that reaching one takes. */
Path training(Path work) throws IOException {
    return Files.writeString(work.resolve("kubeconfig"), """
            apiVersion: v1
            kind: Config
            current-context: training
            contexts: [{name: training, context: {cluster: training, user: training}}]
            clusters: [{name: training, cluster: {server: 'https://127.0.0.1:1'}}]
            users: [{name: training, user: {token: training}}]
            """);
}

List<String> program(Path folder, List<String> flags, String... words) {
    List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.includeInExceptions=hostInfoExclSocket", "-Dpicocli.disable.closures=true", "-Dpicocli.converters.excludes=java.[st].*",
            "-Distio-doctor.home=" + folder));
    command.addAll(flags);
    command.addAll(List.of("-cp", folder.resolve("lib/istio-doctor.jar").toString(), "io.istiodoctor.cli.Main"));
    command.addAll(List.of(words));
    return command;
}

String tool(String name) {
    return java.resolve("bin").resolve(name).toString();
}

int run(Path output, List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
    }
    return process.exitValue();
}

void note(String message) {
    System.err.println("note: " + message.strip());
}
