package dev.wharf.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of the script: from the call after the first {@code after} on, {@code calls} calls of a path go wrong in a certain way.
 *
 * @param name which way; see {@link FaultScript#NETWORK} and {@link Vendor#faults()}
 * @param path of the calls it counts and spoils; {@code *} stands for anything
 * @param details what else a fault can be told, such as the reason of a 429
 */
public record Fault(String name, String path, int after, int calls, Map<String, String> details) {
    public Fault {
        details = Map.copyOf(details);
        if (after < 0 || calls < 1) {
            throw new IllegalArgumentException(
                    "the fault " + name + " wants after >= 0 and calls >= 1, not " + after + " and " + calls);
        }
    }

    /** Spoils the next call of any path. */
    public static Fault of(String name) {
        return new Fault(name, "*", 0, 1, Map.of());
    }

    public Fault on(String otherPath) {
        return new Fault(name, otherPath, after, calls, details);
    }

    public Fault after(int otherAfter) {
        return new Fault(name, path, otherAfter, calls, details);
    }

    public Fault times(int otherCalls) {
        return new Fault(name, path, after, otherCalls, details);
    }

    public Fault forEver() {
        return times(Integer.MAX_VALUE);
    }

    public Fault with(String detail, String value) {
        Map<String, String> all = new LinkedHashMap<>(details);
        all.put(detail, value);
        return new Fault(name, path, after, calls, all);
    }

    public Optional<String> detail(String detail) {
        return Optional.ofNullable(details.get(detail));
    }

    boolean concerns(String calledPath) {
        String expression = Pattern.quote(path).replace("*", "\\E.*\\Q");
        return Pattern.matches(expression, calledPath);
    }

    /** Reads the form of {@code POST /_control/faults}: fault, path, after and calls; everything else is a detail. */
    static Fault from(JsonNode json) {
        Map<String, String> details = new LinkedHashMap<>();
        json.properties()
                .forEach(property ->
                        details.put(property.getKey(), property.getValue().asString()));
        String name = details.remove("fault");
        if (name == null) {
            throw new IllegalArgumentException("a fault needs its name in \"fault\"");
        }
        String path = Optional.ofNullable(details.remove("path")).orElse("*");
        int after =
                Integer.parseInt(Optional.ofNullable(details.remove("after")).orElse("0"));
        int calls =
                Integer.parseInt(Optional.ofNullable(details.remove("calls")).orElse("1"));
        return new Fault(name, path, after, calls, details);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("fault", name)
                .put("path", path)
                .put("after", after)
                .put("calls", calls);
        details.forEach(json::put);
        return json;
    }
}
