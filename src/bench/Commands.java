import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Whole commands over generated meshes of growing size: {@code java src/bench/Commands.java [SIZES [TIMES]]}, from the project's folder, after
 * {@code mvn package}, or of the program that ISTIO_DOCTOR names. Where ISTIOCTL names one, istioctl's analyzer takes turns with the tool. Prints a table, and writes docs/performance.svg.
 * What counts is the smallest figure of each: whatever else the machine does only adds to it. Needs GNU time.
 */
void main(String[] arguments) throws Exception {
    List<Integer> sizes = List.of((arguments.length > 0 ? arguments[0] : "2000,6000,15000,30000,60000").split(",")).stream()
            .map(Integer::valueOf).toList();
    int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path folder = Files.createDirectories(Path.of("target/bench"));
    Map<String, List<String>> tools = new LinkedHashMap<>();
    String tool = System.getenv("ISTIO_DOCTOR") == null ? "target/istio-doctor/bin/istio-doctor" : System.getenv("ISTIO_DOCTOR");
    tools.put("istio-doctor", List.of(tool, "check", "-A", "--assume-complete", "-o", "json", "--timings", "-f"));
    if (System.getenv("ISTIOCTL") != null) {
        tools.put("istioctl", List.of(System.getenv("ISTIOCTL"), "analyze", "--use-kube=false", "-A"));
    }
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    for (int size : sizes) {
        Path mesh = folder.resolve(size + ".yaml");
        if (!Files.exists(mesh)) {
            execute(folder, List.of(java(), "-cp", "target/test-classes", "io.istiodoctor.generated.WriteMesh", String.valueOf(size),
                    mesh.toString()));
        }
        for (int i = 0; i < times; i++) {
            for (var turn : tools.entrySet()) {
                List<String> command = new ArrayList<>(turn.getValue());
                command.add(mesh.toString());
                Cost cost = measure(folder, size, command);
                costs.computeIfAbsent(turn.getKey(), t -> new ArrayList<>()).add(cost);
                System.err.printf(Locale.ROOT, "%s, %,d objects: %s%n", turn.getKey(), size, cost);
            }
        }
    }
    System.out.println(
            "| objects | tool | wall, s | CPU, s | memory, MB | read, s | parse, s | resolve, s | evaluate, s | print, s |\n|---|---|---|---|---|---|---|---|---|---|");
    for (int size : sizes) {
        costs.forEach((name, all) -> {
            List<Cost> of = all.stream().filter(c -> c.size == size).toList();
            StringBuilder row = new StringBuilder(
                    String.format(Locale.ROOT, "| %,d | %s | %.1f | %.1f | %.0f |", size, name, least(of, Cost::wall),
                            least(of, Cost::cpu), least(of, Cost::memory)));
            for (String stage : List.of("read", "parse", "resolve", "evaluate", "print")) {
                double least = least(of, c -> c.stages.getOrDefault(stage, Double.NaN));
                row.append(Double.isNaN(least) ? " |" : String.format(Locale.ROOT, " %.2f |", least));
            }
            System.out.println(row);
        });
    }
    Files.writeString(Path.of("docs/performance.svg"), plot(sizes, costs));
}

/**
 * What a command took.
 *
 * @param memory the most that it held at once, in MB
 * @param stages seconds by stage, where it tells them
 */
record Cost(int size, double wall, double cpu, double memory, Map<String, Double> stages) {}

double least(List<Cost> costs, ToDoubleFunction<Cost> figure) {
    return costs.stream().mapToDouble(figure).min().orElse(Double.NaN);
}

String java() {
    return Path.of(System.getProperty("java.home"), "bin/java").toString();
}

Cost measure(Path folder, int size, List<String> command) throws Exception {
    Path figures = folder.resolve("time");
    List<String> timed = new ArrayList<>(List.of("/usr/bin/time", "-q", "-o", figures.toString(), "-f", "%e %U %S %M"));
    timed.addAll(command);
    String told = execute(folder, timed);
    String[] words = Files.readString(figures).strip().split(" ");
    Map<String, Double> stages = new LinkedHashMap<>();
    told.lines().filter(l -> l.startsWith("istio-doctor: time: "))
            .flatMap(l -> List.of(l.substring("istio-doctor: time: ".length()).split(", ")).stream())
            .map(s -> s.split(" ")).forEach(s -> stages.put(s[0], Double.valueOf(s[1])));
    return new Cost(size, Double.parseDouble(words[0]), Double.parseDouble(words[1]) + Double.parseDouble(words[2]),
            Double.parseDouble(words[3]) / 1000, stages);
}

/** Runs a command to its end and gives what it says on standard error; findings are no failure. */
String execute(Path folder, List<String> command) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    ProcessBuilder process = new ProcessBuilder(command).redirectOutput(folder.resolve("output").toFile()).redirectError(errors.toFile());
    int status = process.start().waitFor();
    String told = Files.readString(errors);
    if (status != 0 && status != 1 && status != 79) {
        throw new IOException(String.join(" ", command) + " ended with " + status + ": " + told);
    }
    return told;
}

/** CPU seconds over objects, a line for each tool: the clock says little on a machine that does other things as well. */
String plot(List<Integer> sizes, Map<String, List<Cost>> costs) {
    int width = 640;
    int height = 360;
    int left = 60;
    int bottom = 50;
    double mostObjects = sizes.getLast();
    double mostSeconds = costs.values().stream().flatMap(List::stream).mapToDouble(Cost::cpu).max().orElse(1);
    double step = Math.pow(10, Math.floor(Math.log10(mostSeconds)));
    step = mostSeconds / step < 2 ? step / 5 : mostSeconds / step < 5 ? step / 2 : step;
    double top = Math.ceil(mostSeconds / step) * step;
    StringBuilder svg = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
            <rect width="%1$d" height="%2$d" fill="white"/>
            """.formatted(width, height));
    ToDoubleFunction<Double> y = seconds -> height - bottom - seconds / top * (height - bottom - 20);
    ToDoubleFunction<Double> x = objects -> left + objects / mostObjects * (width - left - 120);
    for (double s = 0; s <= top + step / 2; s += step) {
        svg.append(String.format(Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                left, width - 120, y.applyAsDouble(s), y.applyAsDouble(s), left - 6, y.applyAsDouble(s) + 4,
                s == Math.rint(s) ? "%.0f".formatted(s) : "%.1f".formatted(s)));
    }
    for (int size : sizes) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                x.applyAsDouble((double) size), height - bottom + 18,
                size < mostObjects / 8 ? "" : "%,d".formatted(size)));
    }
    svg.append(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">objects</text>%n<text x=\"14\" y=\"%d\" transform=\"rotate(-90 14 %3$d)\" text-anchor=\"middle\">CPU seconds</text>%n"
                    .formatted((left + width - 120) / 2, height - 10, (height - bottom) / 2));
    List<String> colours = List.of("#1a66c2", "#c2571a");
    int number = 0;
    for (var tool : costs.entrySet()) {
        String colour = colours.get(number++ % colours.size());
        StringBuilder points = new StringBuilder();
        double last = 0;
        for (int size : sizes) {
            last = least(tool.getValue().stream().filter(c -> c.size == size).toList(), Cost::cpu);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.applyAsDouble((double) size), y.applyAsDouble(last)));
        }
        svg.append(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n".formatted(points.toString().strip(), colour));
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>%n", width - 112, y.applyAsDouble(last) + 4,
                colour, tool.getKey()));
    }
    return svg.append("</svg>\n").toString();
}
