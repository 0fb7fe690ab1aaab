package dev.wharf.runtime.secret;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The secrets of one command, and the one way to take them out of a text (invariant 8). By value, not by the name of a field: a
 * vendor's error message or a stack trace carries no field names. Grows while a run goes on, when a connector sends a new config.
 * Any thread.
 */
public final class Secrets {

    static final String MASK = "***";

    /**
     * Shorter values are masked only where they stand as a value, behind a quote, a colon or an equals sign. Masked everywhere, a
     * secret {@code e} would leave no word readable, and no JSON of a connector valid.
     */
    private static final int SHORTEST_ANYWHERE = 4;

    /** A line of a secret of several lines (a private key) is masked on its own from this length on. */
    private static final int SHORTEST_LINE = 8;

    private final CopyOnWriteArrayList<String> forms = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Pattern> shortOnes = new CopyOnWriteArrayList<>();

    public void add(Secret secret) {
        add(secret.value());
    }

    /** Adds a value with every form in which a program may print it. An empty or blank one is no secret. */
    public void add(String value) {
        String trimmed = value.strip();
        if (trimmed.isEmpty()) {
            return;
        }
        if (trimmed.length() < SHORTEST_ANYWHERE) {
            shortOnes.addIfAbsent(Pattern.compile("(?<=[=:\"'] ?)" + Pattern.quote(trimmed) + "(?![\\p{Alnum}_])"));
            return;
        }
        forms.addAllAbsent(Forms.of(trimmed));
        if (trimmed.contains("\n")) {
            trimmed.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(line -> forms.addAllAbsent(Forms.of(line)));
        }
    }

    /**
     * Adds the values of all fields that a connector's spec calls secret.
     *
     * @param spec the JSON Schema of the config, with {@code airbyte_secret}
     */
    public void add(JsonNode spec, JsonNode config) {
        Set<String> found = new TreeSet<>();
        new SecretFields(spec).collect(config, found);
        found.forEach(this::add);
    }

    /** The text with every secret in it replaced. */
    public String mask(String text) {
        String masked = maskForms(text);
        for (Pattern pattern : shortOnes) {
            masked = pattern.matcher(masked).replaceAll(MASK);
        }
        return masked;
    }

    /** Marks all occurrences before any is replaced: secrets may overlap, and be parts of each other. */
    private String maskForms(String text) {
        BitSet secret = new BitSet();
        for (String form : forms) {
            for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
                secret.set(at, at + form.length());
            }
        }
        if (secret.isEmpty()) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int plainFrom = 0;
        for (int at = secret.nextSetBit(0); at >= 0; at = secret.nextSetBit(plainFrom)) {
            masked.append(text, plainFrom, at).append(MASK);
            plainFrom = secret.nextClearBit(at);
        }
        return masked.append(text, plainFrom, text.length()).toString();
    }

    /** A number of values, never the values. */
    @Override
    public String toString() {
        return "Secrets(" + (forms.size() + shortOnes.size()) + " forms)";
    }
}
