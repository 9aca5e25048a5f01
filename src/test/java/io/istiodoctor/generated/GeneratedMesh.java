package io.istiodoctor.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mesh of any size, in the words in which kubectl prints one: teams, each with a namespace, a Gateway, its certificate and policies, and applications,
 * each with a Service, a Deployment, three pods, routes, policies and a configuration. One object in a thousand has a mistake. The same
 * sizes give the same bytes.
 *
 * @param objects about how many objects
 * @param team how many applications a team has, in one namespace
 * @param headless whether Services have no address of their own, for an API server that has only few to give
 */
public record GeneratedMesh(int objects, int team, boolean headless) {
    private static final int TEAM_SIZE = 50;
    private static final int PODS = 3;
    private static final int OBJECTS_A_MISTAKE = 1000;

    private static final Template FRAME = Template.named("frame");
    private static final Template TEAM = Template.named("team");
    private static final Template APPLICATION = Template.named("application");
    private static final Template POD = Template.named("pod");
    private static final int EACH = APPLICATION.objects() + PODS * POD.objects();
    private static final int EVERY = OBJECTS_A_MISTAKE / EACH;

    /** What is planted into an application, with the rule that tells it of an object that is called like the application. */
    private enum Mistake {
        PORT("port", "8081", "destination-port-not-on-service"), HOST("host", "${app}-canary", "destination-host-not-found"),
        SUBSET("subset", "v2", "destination-subset-not-found"), TARGET_PORT("targetPort", "web", "named-target-port-missing"),
        GATEWAY("gateway", "${team}-public", "virtual-service-gateway-not-found");

        private final String place;
        private final String value;
        private final String rule;

        Mistake(String place, String value, String rule) {
            this.place = place;
            this.value = value;
            this.rule = rule;
        }
    }

    /** A mesh of teams as they usually are. */
    public GeneratedMesh(int objects, boolean headless) {
        this(objects, TEAM_SIZE, headless);
    }

    /** Its manifests, each some documents. */
    public Stream<String> manifests() {
        int applications = applications();
        Stream<String> frame = Stream.of(FRAME.fill(Map.of("istiodAddress", address(0), "gatewayAddress", headless ? "" : address(1))));
        return Stream.concat(frame, IntStream.range(0, applications).boxed().flatMap(i -> {
            Map<String, String> values = values(i);
            List<String> made = new ArrayList<>();
            if (i % team == 0) {
                made.add(TEAM.fill(values));
            }
            made.add(APPLICATION.fill(values));
            for (int replica = 1; replica <= PODS; replica++) {
                values.put("replica", String.valueOf(replica));
                made.add(POD.fill(values));
            }
            return made.stream();
        }));
    }

    /** Which findings of warning or more are planted, as rule and object's name. */
    public TreeSet<String> planted() {
        TreeSet<String> planted = new TreeSet<>();
        IntStream.range(0, applications()).filter(GeneratedMesh::wrong).forEach(i -> planted.add(mistake(i).rule + " " + application(i)));
        return planted;
    }

    /** The name by which an application is reached from outside; the first has no mistake. */
    public String host(int application) {
        return application(application) + "." + team(application) + ".example.com";
    }

    /** The name of the first application of which no request arrives, in a mesh that is large enough to have one. */
    public String brokenHost() {
        return host(IntStream.iterate(0, i -> i + 1).filter(i -> wrong(i) && mistake(i) == Mistake.SUBSET).findFirst().orElseThrow());
    }

    /** Writes it as one file of YAML documents. */
    public void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (Iterator<String> all = manifests().iterator(); all.hasNext();) {
                out.write(all.next());
                out.write(all.hasNext() ? "---\n" : "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int applications() {
        int each = TEAM.objects() + team * EACH;
        int rest = Math.max(0, objects - FRAME.objects());
        return rest / each * team + Math.max(0, rest % each - TEAM.objects()) / EACH;
    }

    private static boolean wrong(int application) {
        return application % EVERY == EVERY / 2;
    }

    private static Mistake mistake(int application) {
        return Mistake.values()[application / EVERY % Mistake.values().length];
    }

    private static String application(int i) {
        return "app-" + i;
    }

    private String team(int i) {
        return "team-" + i / team;
    }

    private String address(int i) {
        return headless ? "None" : "10.%d.%d.%d".formatted(96 + i / 62_500, i / 250 % 250, i % 250 + 1);
    }

    private Map<String, String> values(int i) {
        Map<String, String> values = new HashMap<>(Map.of("app", application(i), "team", team(i), "minor", String.valueOf(i % 37),
                "uid", "%08x-%04x".formatted(i * 0x9E3779B1, i % 0x10000), "version", String.valueOf(1_000_000 + i * 17),
                "address", address(i + 2), "ip", "%d.%d".formatted(i / 250 % 250, i % 250 + 1), "landing", application(i)));
        values.putAll(Map.of("targetPort", "http", "gateway", team(i), "host", application(i), "port", "8080", "subset", "v1",
                "credential", team(i) + "-certificate"));
        if (wrong(i)) {
            Mistake mistake = mistake(i);
            values.put(mistake.place, mistake.value.replace("${app}", application(i)).replace("${team}", team(i)));
        }
        return values;
    }
}
