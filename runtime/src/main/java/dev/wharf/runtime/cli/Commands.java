package dev.wharf.runtime.cli;

import picocli.CommandLine;

/** The tree of commands, in the order in which help shows them. */
final class Commands {

    private Commands() {}

    static void addTo(CommandLine wharf, Application application) {
        wharf.addSubcommand(new DemoCommand(application));
        wharf.addSubcommand(new CollectionsCommand(application));
        wharf.addSubcommand(new SyncCommand(application));
        wharf.addSubcommand(new QueryCommand(application));
        wharf.addSubcommand(new StatusCommand(application));
        wharf.addSubcommand(new HistoryCommand(application));
        wharf.addSubcommand(new LogsCommand(application));
        wharf.addSubcommand(group(
                "state",
                "What is remembered of a connection: look at it, compare, go back.",
                new StateCommands.Show(application),
                new StateCommands.History(application),
                new StateCommands.Diff(application),
                new StateCommands.RollBack(application),
                new StateCommands.Reset(application)));
        wharf.addSubcommand(group(
                "quarantine",
                "Records that departed from their schema and were kept aside.",
                new QuarantineCommands.ListLines(application),
                new QuarantineCommands.Show(application),
                new ReplayCommand(application),
                new QuarantineCommands.Release(application)));
        wharf.addSubcommand(group(
                "connectors",
                "The connectors that can be chosen by name.",
                new ConnectorsCommands.ListAll(application),
                new ConnectorsCommands.Show(application),
                new ConnectorsCommands.ContractOf(application),
                new UpgradeCommand(application)));
        wharf.addSubcommand(new DoctorCommand(application));
        wharf.addSubcommand(new VerbCommands.SpecVerb(application));
        wharf.addSubcommand(new VerbCommands.CheckVerb(application));
        wharf.addSubcommand(new VerbCommands.DiscoverVerb(application));
        wharf.addSubcommand(new PipeCommands.ReadVerb(application));
        wharf.addSubcommand(new PipeCommands.WriteVerb(application));
        wharf.addSubcommand(new SchemaCommand(application));
        wharf.addSubcommand(new CompletionCommand(application));
    }

    private static CommandLine group(String name, String header, Object... commands) {
        GroupCommand group = new GroupCommand();
        CommandLine line = new CommandLine(group);
        line.setCommandName(name);
        line.getCommandSpec().usageMessage().header(header);
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return line;
    }
}
