package dev.wharf.catalog;

import dev.wharf.protocol.StreamName;
import java.util.regex.Pattern;

/**
 * A pattern of collection names: {@code *} stands for any characters, {@code ?} for one. It is tried on the whole name
 * ({@code namespace.name}) and on the name alone.
 */
public final class Glob {

    private final String text;
    private final Pattern pattern;

    public Glob(String text) {
        this.text = text;
        this.pattern =
                Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
    }

    public boolean matches(StreamName name) {
        return pattern.matcher(name.toString()).matches()
                || pattern.matcher(name.name()).matches();
    }

    /** Whether it names one collection instead of a pattern. */
    public boolean exact() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
