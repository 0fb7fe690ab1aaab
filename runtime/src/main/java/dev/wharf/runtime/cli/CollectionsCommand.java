package dev.wharf.runtime.cli;

import dev.wharf.catalog.Choice;
import dev.wharf.catalog.Price;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.preparation.Preparation.Specs;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
            ""
        },
        footer = {"", "Examples:", "  wharf collections billing", "  wharf collections billing --select 'charge*'"})
final class CollectionsCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Option(names = "--select", paramLabel = "GLOB", description = "Show what `sync --only GLOB` would carry.")
    private List<String> only = new ArrayList<>();

    CollectionsCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        Connection connection = application.connection(name);
        Preparation preparation = application.preparation(connection);
        Specs specs = preparation.specs();
        Refused.unlessNone(connection.file(), preparation.problems(specs));
        Planned planned = preparation.choose(preparation.discovered(), specs, only, Plan.Refresh.CONTINUE);
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
        return ExitStatus.SUCCESS.code();
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
            cells.add(why(choice, plan));
            table.row(cells.toArray());
        }
        out.table(table);
    }

    private String why(Choice choice, Plan.@Nullable Selected plan) {
        return switch (choice) {
            case Choice.Selected chosen -> plan == null ? "not among --select " + String.join(" ", only) : chosen.why();
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
        return plan.fields().map(fields -> fields.size() + " of " + all).orElse(String.valueOf(all));
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
                    .put("why", why(choice, plan));
            if (plan != null) {
                one.put("mode", plan.syncMode().wire())
                        .put("write", plan.destinationSyncMode().wire());
                ArrayNode key = one.putArray("key");
                plan.primaryKey().forEach(path -> path.forEach(key.addArray()::add));
                plan.cursor().forEach(one.putArray("cursor")::add);
                one.put("invalid", plan.invalid().word());
                ArrayNode fields = one.putArray("fields");
                plan.fields()
                        .<Iterable<String>>map(
                                chosen -> chosen.stream().sorted().toList())
                        .orElseGet(() ->
                                plan.stream().jsonSchema().path("properties").propertyNames())
                        .forEach(fields::add);
            }
            choice.stream().wharf().ifPresent(wharf -> one.set("source_says", wharf));
        }
        return json;
    }
}
