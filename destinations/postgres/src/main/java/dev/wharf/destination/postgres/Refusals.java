package dev.wharf.destination.postgres;

import static dev.wharf.protocol.Message.TraceError.FailureType.CONFIG_ERROR;
import static dev.wharf.protocol.Message.TraceError.FailureType.SYSTEM_ERROR;
import static dev.wharf.protocol.Message.TraceError.FailureType.TRANSIENT_ERROR;

import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.sdk.ConnectorFailure;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an error of PostgreSQL means to the user, and whose fault it is, by its SQLSTATE. Of what the server says only the first line
 * is passed on: the detail of an error may quote a row. Stateless; any thread.
 */
final class Refusals {

    /** A lock was not granted within {@code lock_timeout}. */
    static final String LOCK_TIMEOUT = "55P03";

    /** Something else, such as a view, depends on what was to go. */
    static final String DEPENDED_ON = "2BP01";

    private static final String BROKEN = "08006";

    /** What is no SELECT has no cursor; nor have two statements. */
    private static final String NO_CURSOR = "42P11";

    /** States of a server, not of a question; the rest is about what was asked. */
    private static final Set<String> OF_THE_SERVER = Set.of("08", "28", "3D", "40", "53", "55", "57", "58", "XX", "");

    private record Cure(FailureType type, String text) {}

    private static final Cure RETRY = new Cure(TRANSIENT_ERROR, "The next run goes on where this one stopped.");

    /** By whole SQLSTATE, or by its class, which is the first two characters. */
    private static final Map<String, Cure> CURES = Map.ofEntries(
            cure(
                    "08",
                    TRANSIENT_ERROR,
                    "Check that the server runs, and that host and port can be reached from here; the next run goes on"
                            + " where this one stopped."),
            cure("08004", CONFIG_ERROR, "Correct ssl_mode, or the server's settings for TLS."),
            cure("28", CONFIG_ERROR, "Correct username and password, or let the server's pg_hba.conf accept them."),
            cure("3D000", CONFIG_ERROR, "Correct the name, or create the database."),
            cure(
                    "42501",
                    CONFIG_ERROR,
                    "Grant the role what docs/connectors/postgres.md lists, or use a role that has it."),
            cure(
                    "25006",
                    CONFIG_ERROR,
                    "Give the address of the primary, and a role and database without default_transaction_read_only."),
            cure("53100", CONFIG_ERROR, "Free space on the server, then run again."),
            cure(
                    "53",
                    TRANSIENT_ERROR,
                    "The server is short of something; the next run goes on where this one stopped."),
            cure("54", CONFIG_ERROR, "Deselect fields that are not needed, or let the table begin anew."),
            cure(
                    LOCK_TIMEOUT,
                    TRANSIENT_ERROR,
                    "Somebody else uses the table, see pg_stat_activity; the next run goes on where this one stopped."),
            cure(
                    DEPENDED_ON,
                    CONFIG_ERROR,
                    "Drop what depends on the table, e.g. a view, run again, and make it again."),
            cure("0A000", CONFIG_ERROR, "Drop what depends on the column, e.g. a view, run again, and make it again."),
            cure(
                    "42P07",
                    TRANSIENT_ERROR,
                    "Somebody has just made it, or this role has no right to see it: run again, and if that does not help, grant"
                            + " the role its rights, or rename what is there."),
            cure("42809", CONFIG_ERROR, "Something that is no table has that name. Rename or drop it, and run again."),
            Map.entry("25P03", RETRY),
            Map.entry("25P04", RETRY),
            Map.entry("40", RETRY),
            Map.entry("57", RETRY),
            cure("58", TRANSIENT_ERROR, "The server's log says more."),
            cure("XX", SYSTEM_ERROR, "The server's log says more."));

    private static final Cure TLS = new Cure(CONFIG_ERROR, "Correct ssl_mode, or the server's certificate.");

    private static final Cure FAULT =
            new Cure(SYSTEM_ERROR, "This should not happen: please report it. What was committed before it stays.");

    private Refusals() {}

    private static Map.Entry<String, Cure> cure(String state, FailureType type, String text) {
        return Map.entry(state, new Cure(type, text));
    }

    /** @param attempt what was tried, on what */
    static ConnectorFailure of(String attempt, SQLException error) {
        String state = Optional.ofNullable(error.getSQLState()).orElse("");
        Cure cure = aboutTls(error)
                ? TLS
                : CURES.getOrDefault(state, CURES.getOrDefault(state.substring(0, Math.min(2, state.length())), FAULT));
        String message = attempt + ": " + sentence(text(error)) + " " + cure.text()
                + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
        return switch (cure.type()) {
            case CONFIG_ERROR -> ConnectorFailure.config(message, error);
            case TRANSIENT_ERROR -> ConnectorFailure.temporary(message, error);
            case SYSTEM_ERROR -> ConnectorFailure.fault(message, error);
        };
    }

    /** @param attempt as above, where it is not the question that is at fault */
    static ConnectorFailure ofQuery(String attempt, SQLException error) {
        String state = Optional.ofNullable(error.getSQLState()).orElse("");
        if (OF_THE_SERVER.contains(state.substring(0, Math.min(2, state.length())))) {
            return of(attempt, error);
        }
        String hint = error instanceof PSQLException told
                ? Optional.ofNullable(told.getServerErrorMessage())
                        .map(ServerErrorMessage::getHint)
                        .map(said -> " " + sentence(said))
                        .orElse("")
                : "";
        String cure = state.equals(NO_CURSOR) ? " A query is one statement that reads." : "";
        return ConnectorFailure.queryRefused(
                sentence(text(error)) + hint + cure + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")"));
    }

    private static String text(SQLException error) {
        if (error.getCause() instanceof UnknownHostException unknown) {
            return "no address is known for the host " + unknown.getMessage();
        }
        if (error instanceof PSQLException told) {
            return Optional.ofNullable(told.getServerErrorMessage())
                    .map(ServerErrorMessage::getMessage)
                    .orElseGet(() -> String.valueOf(told.getMessage()));
        }
        return String.valueOf(error.getMessage());
    }

    private static String sentence(String text) {
        String line = text.strip().lines().findFirst().orElse("no reason given");
        return line.endsWith(".") ? line : line + ".";
    }

    /** The driver's own error about the name in a certificate has no cause, unlike any other of a connection that fails. */
    private static boolean aboutTls(SQLException error) {
        if (BROKEN.equals(error.getSQLState()) && error.getCause() == null) {
            return true;
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
