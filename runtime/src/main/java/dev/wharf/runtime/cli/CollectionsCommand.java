package dev.wharf.runtime.cli;

import dev.wharf.catalog.FieldPath;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.connection.Trial;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.preparation.Preparation.Specs;
import dev.wharf.runtime.sync.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "collections",
        header = "Show what the source of a connection offers, what is chosen, and why not.",
        description = {
            "",
            "Asks the source and moves nothing. Where the source tells, also what a sync costs in API calls. What the source has changed since a run last",
            "carried a collection is told too, with what can be done. With COLLECTION it shows that one, with its fields as a tree.",
            "With --select and --fields it shows what another choice would come to; --save puts that into the file.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  wharf collections billing",
            "  wharf collections billing charges",
            "  wharf collections billing --select 'charge*' --select '!charge_tests'",
            "  wharf collections billing --fields charges=id,amount,shipping.address.city --save"
        })
final class CollectionsCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "COLLECTION",
            description = "Show this one in detail, with its fields.")
    private Optional<String> collection = Optional.empty();

    @Option(
            names = "--select",
            paramLabel = "GLOB",
            description = "Instead of collections.select of the file; with ! in front what is left out. Any number.")
    private List<String> select = new ArrayList<>();

    @Option(
            names = "--fields",
            paramLabel = "COLLECTION=FIELD,...",
            description = "Instead of the fields of a collection in the file; a dot leads into an object. Any number.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--save", description = "Put --select and --fields into the file, and leave the rest as it is.")
    private boolean save;

    CollectionsCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        Trial trial = trial();
        Connection connection = application.connection(name, trial);
        Preparation preparation = application.preparation(connection);
        Specs specs = preparation.specs();
        Refused.unlessNone(connection.file(), preparation.problems(specs));
        Planned planned = preparation.choose(preparation.discovered(), specs, List.of(), Plan.Refresh.CONTINUE);
        Optional<Cost> cost = Cost.of(
                connection,
                planned.selected().stream().map(Plan.Selected::stream).toList(),
                application);
        Offer offer = new Offer(planned, cost);
        if (collection.isEmpty()) {
            application.output().result(() -> offer.json(name), offer::print);
        } else {
            OneOffer one = offer.one(name, collection.get());
            application.output().result(one::json, one::print);
        }
        Refused.unlessNone(connection.file(), planned.problems());
        if (save) {
            application.file().save(name, trial);
            application.output().say("Saved in " + connection.file() + ".");
        }
        return ExitStatus.SUCCESS.code();
    }

    private Trial trial() {
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        fields.forEach((collection, list) -> chosen.put(collection, FieldPath.list(list)));
        Trial trial = new Trial(select, chosen);
        if (save && trial.isNone()) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "There is nothing to save. Say what to choose, with --select or --fields.");
        }
        return trial;
    }
}
