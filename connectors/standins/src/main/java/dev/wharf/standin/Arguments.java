package dev.wharf.standin;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The options of a command line, {@code --name value} each. Every one must be asked for: what is left over is a mistake. */
public final class Arguments {
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> known = new TreeSet<>();

    /** @throws IllegalArgumentException for what is not a list of options with values */
    public Arguments(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("\"" + arguments.get(i) + "\" is not an option with a value");
            }
            values.put(arguments.get(i).substring(2), arguments.get(i + 1));
        }
    }

    public Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name));
    }

    public int number(String name, int otherwise) {
        return text(name).map(Integer::parseInt).orElse(otherwise);
    }

    /** Where to listen and how fast to be. */
    public StandinOptions options() {
        return new StandinOptions(
                text("host").orElse("127.0.0.1"),
                number("port", 0),
                number("tls-port", 0),
                Duration.ofMillis(number("latency", 0)));
    }

    /** @throws IllegalArgumentException for options that nobody asked for */
    public void end() {
        Set<String> left = new TreeSet<>(values.keySet());
        left.removeAll(known);
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("there is no option --" + String.join(", --", left) + "; known are --"
                    + String.join(", --", known));
        }
    }
}
