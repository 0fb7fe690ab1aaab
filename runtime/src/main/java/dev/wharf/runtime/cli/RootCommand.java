package dev.wharf.runtime.cli;

import dev.wharf.runtime.failure.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wharf} without a command. */
@Command(
        name = "wharf",
        header = "Moves data from applications into a warehouse, with connectors that speak the Airbyte protocol.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RootCommand.Version.class,
        description = {
            "",
            "A connection is a file connections/NAME.yaml: a source, a destination, and what is moved.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  wharf demo                  everything, end to end, without an account",
            "  wharf collections billing   what the source of billing offers, and what is chosen",
            "  wharf sync billing          carry it",
            "",
            "Results go to stdout, words to stderr. Exit statuses: docs/exit-statuses.md."
        })
final class RootCommand implements Callable<Integer> {

    private final Application application;

    @Mixin
    final Globals globals;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    boolean version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RootCommand(Application application, Globals globals) {
        this.application = application;
        this.globals = globals;
    }

    @Override
    public Integer call() {
        application
                .shell()
                .err()
                .print(spec.commandLine().getUsageMessage(spec.commandLine().getColorScheme()));
        return ExitStatus.INVALID_INPUT.code();
    }

    /** Made by picocli when it is needed. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"wharf " + Wharf.version()};
        }
    }
}
