package dev.wharf.runtime.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command has. */
final class Globals {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the result as one line of JSON (docs/json.md).")
    boolean json;

    @Option(
            names = {"-C", "--directory"},
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            defaultValue = "",
            description = "The project's directory, which has connections/. Default: the current one.")
    String directory = "";

    @Option(
            names = "--state-store",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "",
            description =
                    "Where state is kept: a file, or postgresql://user@host/database?schema=wharf. Default: $$WHARF_STATE_STORE, or .wharf/state.db.")
    String stateStore = "";

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show what connectors log.")
    boolean verbose;
}
