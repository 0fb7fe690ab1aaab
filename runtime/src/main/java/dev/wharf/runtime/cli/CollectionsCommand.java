package dev.wharf.runtime.cli;

import dev.wharf.catalog.Choice;
import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.FieldTree;
import dev.wharf.catalog.Price;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.connection.Trial;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.preparation.Preparation.Specs;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "collections",
        header = "Show what the source of a connection offers, what is chosen, and why not.",
        description = {
            "",
            "Asks the source and moves nothing. Where the source tells, also what a sync costs in API calls.",
            "With --select and --fields it shows what another choice would come to; --save puts that into the file.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  wharf collections billing",
            "  wharf collections billing --select 'charge*' --select '!charge_tests'",
            "  wharf collections billing --fields charges=id,amount,currency --save"
        })
final class CollectionsCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Option(
            names = "--select",
            paramLabel = "GLOB",
            description = "Instead of collections.select of the file; with ! in front what is left out. Any number.")
    private List<String> select = new ArrayList<>();

    @Option(
            names = "--fields",
            paramLabel = "COLLECTION=FIELD,...",
            description = "Instead of the fields of a collection in the file. Any number.")
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
        Map<StreamName, Plan.Selected> selected =
                planned.selected().stream().collect(Collectors.toMap(Plan.Selected::name, Function.identity()));
        Optional<Cost> cost = Cost.of(
                connection,
                planned.selected().stream().map(Plan.Selected::stream).toList(),
                application);
        application.output().result(() -> json(planned, selected, cost), out -> {
            text(out, planned, selected);
            cost.ifPresent(calls -> calls.print(out));
        });
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

    private void text(Output out, Planned planned, Map<StreamName, Plan.Selected> selected) {
        boolean priced = planned.choices().stream()
                .anyMatch(choice -> Price.of(choice.stream()).isPresent());
        Table table = priced
                ? new Table("COLLECTION", "CHOSEN", "READ", "WRITE", "KEY", "CURSOR", "FIELDS", "CALLS", "WHY")
                : new Table("COLLECTION", "CHOSEN", "READ", "WRITE", "KEY", "CURSOR", "FIELDS", "WHY");
        for (Choice choice : planned.choices()) {
            Plan.Selected plan = selected.get(choice.name());
            List<Object> cells = new ArrayList<>(List.of(
                    choice.name(),
                    plan == null ? "no" : "yes",
                    plan == null ? "" : plan.syncMode().wire(),
                    plan == null ? "" : plan.destinationSyncMode().wire(),
                    plan == null ? "" : paths(plan.primaryKey()),
                    plan == null ? "" : String.join(".", plan.cursor()),
                    plan == null ? "" : fields(plan)));
            if (priced) {
                cells.add(
                        Price.of(choice.stream()).map(CollectionsCommand::calls).orElse(""));
            }
            cells.add(why(choice));
            table.row(cells.toArray());
        }
        out.table(table);
    }

    private static String why(Choice choice) {
        return switch (choice) {
            case Choice.Selected chosen -> chosen.why();
            case Choice.Denied denied -> "access denied: " + denied.why();
            case Choice.NotSelected not -> not.why();
        };
    }

    private static String paths(List<List<String>> paths) {
        return String.join(
                ", ", paths.stream().map(path -> String.join(".", path)).toList());
    }

    private static String fields(Plan.Selected plan) {
        int all = plan.stream().jsonSchema().path("properties").size();
        return plan.fields().map(fields -> fields.texts().size() + " of " + all).orElse(String.valueOf(all));
    }

    private static String calls(Price price) {
        return price.first() + " / " + price.quiet() + " / " + price.busy();
    }

    private ObjectNode json(Planned planned, Map<StreamName, Plan.Selected> selected, Optional<Cost> cost) {
        ObjectNode json = Json.object().put("connection", name);
        json.set("calls", cost.<JsonNode>map(Cost::json).orElseGet(json::nullNode));
        ArrayNode collections = json.putArray("collections");
        for (Choice choice : planned.choices()) {
            Plan.Selected plan = selected.get(choice.name());
            ObjectNode one = collections
                    .addObject()
                    .put("name", choice.name().name())
                    .put("namespace", choice.name().namespace())
                    .put("chosen", plan != null)
                    .put("denied", choice instanceof Choice.Denied)
                    .put("why", why(choice));
            if (plan != null) {
                one.put("mode", plan.syncMode().wire())
                        .put("write", plan.destinationSyncMode().wire());
                ArrayNode key = one.putArray("key");
                plan.primaryKey().forEach(path -> path.forEach(key.addArray()::add));
                plan.cursor().forEach(one.putArray("cursor")::add);
                one.put("invalid", plan.invalid().word());
                ArrayNode fields = one.putArray("fields");
                plan.fields()
                        .map(FieldTree::texts)
                        .orElseGet(() -> List.copyOf(
                                plan.stream().jsonSchema().path("properties").propertyNames()))
                        .forEach(fields::add);
            }
            choice.stream().wharf().ifPresent(wharf -> one.set("source_says", wharf));
        }
        return json;
    }
}
