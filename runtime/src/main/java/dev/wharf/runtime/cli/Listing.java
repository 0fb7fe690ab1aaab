package dev.wharf.runtime.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is listed of a connection, as an operator narrows it. */
final class Listing {

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    String connection = "";

    @Option(names = "--collection", paramLabel = "NAME", description = "Of this collection only.")
    Optional<String> collection = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    int limit;
}
