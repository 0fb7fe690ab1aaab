package dev.wharf.runtime.secret;

/** A value that shows itself as {@code ***}, so that a careless concatenation gives nothing away. */
public record Secret(String value) {

    @Override
    public String toString() {
        return Secrets.MASK;
    }
}
