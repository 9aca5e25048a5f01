package io.istiodoctor.mesh.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of a container itself that its command line or its environment tells the application to listen on.
 *
 * @param path of the text from the container, {@code args[1]} or {@code env[0].value}
 * @param written how it stands there: {@code --bind=127.0.0.1:8080}, {@code HOST=localhost}
 * @param text the whole text at the path
 * @param address the address alone, as written
 */
record LoopbackAddress(String path, String written, String text, String address) {
    private static final Set<String> FLAGS = Set.of("bind", "b", "host", "listen", "address", "addr", "ip", "bind-ip", "bind-address",
            "bind-addr", "bind-host", "listen-address", "listen-addr", "listen-host", "http-address", "http-addr", "server-address",
            "server.address", "server.host", "hostname", "web.listen-address");
    private static final Set<String> VARIABLES = Set.of("HOST", "BIND", "BIND_ADDR", "BIND_ADDRESS", "BIND_HOST", "LISTEN",
            "LISTEN_ADDR", "LISTEN_ADDRESS", "LISTEN_HOST", "SERVER_ADDRESS", "SERVER_HOST");
    private static final Pattern LOOPBACK = Pattern.compile("(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1]|::1)(?::(\\d+))?");

    /** A setting as it stands in the container. */
    record Setting(String path, String flag, String value, String written, String text) {}

    /**
     * The address that keeps others from a port; empty when one setting may open it to them, or all of them are about another port.
     *
     * @param only whether the container declares no other port, so that an address without a port means this one
     */
    static Optional<LoopbackAddress> of(List<String> command, List<String> args, Map<String, String> env, long port, boolean only) {
        List<Setting> settings = new ArrayList<>();
        words("command", command, settings);
        words("args", args, settings);
        env.forEach((name, value) -> settings.add(new Setting("env." + name, name, value, name + "=" + value, value)));
        boolean elsewhere = settings.stream().anyMatch(s -> List.of("port", "p", "PORT").contains(s.flag)
                && !s.value.equals(Long.toString(port)));
        List<Setting> addresses = settings.stream().filter(s -> FLAGS.contains(s.flag) || VARIABLES.contains(s.flag)).toList();
        List<Setting> loopback = addresses.stream().filter(s -> keeps(s, port, only && !elsewhere)).toList();
        boolean opened = addresses.stream().anyMatch(s -> Arrays.stream(s.value.split(",")).anyMatch(v -> opens(v, port)));
        return opened ? Optional.empty() : loopback.stream().findFirst()
                .map(s -> new LoopbackAddress(s.path, s.written, s.text,
                        LOOPBACK.matcher(s.value).results().findFirst().orElseThrow().group(1)));
    }

    /** Whether a text may have such an address in it, as few have. */
    static boolean mayStandIn(String text) {
        return text.contains("127.") || text.contains("localhost") || text.contains("::1");
    }

    /** The text with an address that takes connections from everywhere. */
    String mended() {
        String every = address.equals("[::1]") ? "[::]" : address.equals("::1") ? "::" : "0.0.0.0";
        return text.contains(written) ? text.replace(written, written.replace(address, every)) : text.replace(address, every);
    }

    // Flags as --name=value and --name value; a shell's command line is split as well.
    private static void words(String field, List<String> texts, List<Setting> settings) {
        String flag = "";
        for (int i = 0; i < texts.size(); i++) {
            for (String word : texts.get(i).strip().split("\\s+")) {
                String path = field + "[" + i + "]";
                int sign = word.indexOf('=');
                if (word.startsWith("-") && sign > 0) {
                    settings.add(new Setting(path, name(word.substring(0, sign)), word.substring(sign + 1), word, texts.get(i)));
                    flag = "";
                } else if (word.startsWith("-")) {
                    flag = word;
                } else if (!flag.isEmpty()) {
                    settings.add(new Setting(path, name(flag), word, flag + " " + word, texts.get(i)));
                    flag = "";
                }
            }
        }
    }

    private static String name(String flag) {
        return flag.replaceFirst("^-+", "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean keeps(Setting setting, long port, boolean only) {
        Matcher m = LOOPBACK.matcher(setting.value);
        return m.matches() && (m.group(2) == null ? only : m.group(2).equals(Long.toString(port)));
    }

    // What is no address of the container itself may be one that others reach, unless it names another port.
    private static boolean opens(String value, long port) {
        Matcher otherPort = Pattern.compile(".*:(\\d+)").matcher(value);
        return !LOOPBACK.matcher(value).matches() && (!otherPort.matches() || otherPort.group(1).equals(Long.toString(port)));
    }
}
