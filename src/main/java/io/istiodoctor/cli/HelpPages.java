package io.istiodoctor.cli;

import io.istiodoctor.report.Screen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Help pages in the widths that nearly everybody has, written down when the tool is built: to lay one out takes longer than all else that a
 * question for help does. Those of other widths are laid out when they are asked for.
 */
public final class HelpPages {
    private static final Set<String> QUESTIONS = Set.of("--help", "-h");
    private static final List<String> NAMES = List.of("istio-doctor", "kubectl istio-doctor");
    /** Of old terminals, and of all that are wider than running text should be. */
    private static final List<Integer> WIDTHS = List.of(80, 100);

    private HelpPages() {}

    /** The page that these words ask for, if they are a command and -h and it was written down. */
    static Optional<String> asked(String name, Terminal terminal, String... words) {
        int command = words.length - 1;
        return command < 0 || command > 2 || !QUESTIONS.contains(words[command]) ? Optional.empty()
                : BuiltPages.of(key(name, terminal.screen(), List.of(words).subList(0, command)));
    }

    /** Every page to write down, by its key. */
    public static Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        for (String name : NAMES) {
            for (int width : WIDTHS) {
                for (boolean colour : List.of(false, true)) {
                    Screen screen = new Screen(width, colour, true);
                    Program.commands().forEach(c -> pages.put(key(name, screen, c), laidOut(name, screen, c)));
                }
            }
        }
        return pages;
    }

    private static String key(String name, Screen screen, List<String> command) {
        return name + (screen.colour() ? " in colour " : " ") + screen.proseWidth() + " " + String.join(" ", command);
    }

    private static String laidOut(String name, Screen screen, List<String> command) {
        Paper paper = new Paper(screen, new StringBuilder());
        new Program(name, Wiring.doctor(Map.of()), paper, false)
                .run(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new));
        return paper.printed.toString();
    }

    /** A screen that keeps what is printed, and nothing else happens on. */
    private record Paper(Screen screen, StringBuilder printed) implements Terminal {
        @Override
        public void print(String text) {
            printed.append(text);
        }

        @Override
        public void printUtf8(String text) {
            printed.append(text);
        }

        @Override
        public void tell(String line) {
            throw new IllegalStateException(line);
        }

        @Override
        public boolean confirms(String question) {
            throw new IllegalStateException(question);
        }

        @Override
        public ProgressLine progress() {
            throw new IllegalStateException("help takes no time");
        }
    }
}
