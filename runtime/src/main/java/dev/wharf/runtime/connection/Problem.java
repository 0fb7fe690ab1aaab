package dev.wharf.runtime.connection;

/**
 * Something in a connection file that must change, or, as a warning, that should.
 *
 * @param path where, e.g. {@code collections.settings.charges.fields[2]}; empty for the file as a whole
 * @param line in the file, from 1; 0 when there is none
 * @param message what is wrong, a sentence without its full stop
 * @param fix what to do, a sentence
 */
public record Problem(String path, int line, String message, String fix) {

    /** {@code connections/billing.yaml:12: collections.select[1]: "chargse" matches nothing. Did you mean "charges"?} */
    public String describe(String file) {
        String place = line > 0 ? file + ":" + line : file;
        String where = path.isEmpty() ? place : place + ": " + path;
        return where + ": " + message + "." + (fix.isEmpty() ? "" : " " + fix);
    }
}
