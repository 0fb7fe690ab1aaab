package dev.wharf.runtime.cli;

import dev.wharf.catalog.Choice;
import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.FieldTree;
import dev.wharf.catalog.Fields;
import dev.wharf.catalog.Glob;
import dev.wharf.catalog.Nearest;
import dev.wharf.catalog.Price;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a source offers, what is chosen of it, and why not, to be shown. */
final class Offer {

    private final Planned planned;
    private final Optional<Cost> cost;
    private final Map<StreamName, Plan.Selected> selected;
    private final Map<StreamName, Failure> untried;

    Offer(Planned planned, Optional<Cost> cost) {
        this.planned = planned;
        this.cost = cost;
        selected = planned.selected().stream().collect(Collectors.toMap(Plan.Selected::name, Function.identity()));
        untried = planned.untried().stream().collect(Collectors.toMap(Plan.Untried::name, Plan.Untried::why));
    }

    /** One collection of it, by its name, with its namespace or without. */
    OneOffer one(String connection, String named) {
        List<Choice> found = planned.choices().stream()
                .filter(choice -> new Glob(named).matches(choice.name()))
                .toList();
        if (found.size() == 1) {
            return new OneOffer(
                    found.getFirst(), this, selected.get(found.getFirst().name()));
        }
        List<String> names = planned.choices().stream()
                .map(choice -> choice.name().toString())
                .toList();
        String fix = found.size() > 1
                ? "It could be "
                        + String.join(
                                " or ",
                                found.stream().map(one -> one.name().toString()).toList()) + "."
                : Nearest.to(named, names)
                        .map(near -> "Did you mean " + near + "?")
                        .orElse("See `wharf collections " + connection + "`.");
        throw new WharfException(
                FailureCode.INPUT_INVALID,
                "Cannot show collection " + named + ": the source of " + connection
                        + (found.isEmpty() ? " offers none of that name. " : " offers several of that name. ") + fix);
    }

    void print(Output out) {
        boolean priced = planned.choices().stream()
                .anyMatch(choice -> Price.of(choice.stream()).isPresent());
        boolean counted =
                planned.choices().stream().anyMatch(choice -> rows(choice).isPresent());
        out.table(
                table("CHOSEN", planned.choices().stream().filter(Offer::chosen).toList(), priced, counted));
        List<Choice> others =
                planned.choices().stream().filter(choice -> !chosen(choice)).toList();
        if (!others.isEmpty()) {
            out.line("");
            Table table = new Table("NOT CHOSEN", "WHY");
            others.forEach(choice -> table.row(choice.name(), choice.why()));
            out.table(table);
        }
        if (!untried.isEmpty() || !planned.notes().isEmpty()) {
            out.line("");
            planned.untried().forEach(one -> out.line(one.why().message()));
            planned.notes().forEach(out::line);
        }
        out.line("");
        out.line(String.format(
                Locale.ROOT,
                "%d of %d collections are chosen%s.",
                planned.selected().size() + untried.size(),
                planned.choices().size(),
                untried.isEmpty() ? "" : ", of which " + untried.size() + " cannot be read as things are"));
        cost.ifPresent(calls -> calls.print(out));
    }

    private static boolean chosen(Choice choice) {
        return !(choice instanceof Choice.NotSelected);
    }

    private Table table(String title, List<Choice> choices, boolean priced, boolean counted) {
        List<String> head = new ArrayList<>(List.of(title, "READ", "WRITE", "KEY", "FIELDS"));
        if (counted) {
            head.add("ROWS");
        }
        if (priced) {
            head.add("CALLS");
        }
        head.add("");
        Table table = new Table(head.toArray(String[]::new));
        for (Choice choice : choices) {
            Plan.Selected plan = selected.get(choice.name());
            List<Object> cells = new ArrayList<>(List.of(
                    choice.name(),
                    plan == null ? "" : plan.syncMode().wire(),
                    plan == null ? "" : plan.destinationSyncMode().wire(),
                    plan == null ? "" : paths(plan.primaryKey()),
                    plan == null ? "" : fields(plan)));
            if (counted) {
                cells.add(rows(choice)
                        .map(rows -> String.format(Locale.ROOT, "%,d", rows))
                        .orElse(""));
            }
            if (priced) {
                cells.add(Price.of(choice.stream()).map(Offer::calls).orElse(""));
            }
            cells.add(plan == null ? refusal(choice) : planned.changes().containsKey(choice.name()) ? "changed" : "");
            table.row(cells.toArray());
        }
        return table;
    }

    private String refusal(Choice choice) {
        return Optional.ofNullable(untried.get(choice.name()))
                .map(why -> switch (why.code()) {
                    case COLLECTION_DENIED -> "denied";
                    case COLLECTION_VANISHED -> "vanished";
                    default -> "changed, waits for you";
                })
                .orElse("");
    }

    Optional<Failure> refused(Choice choice) {
        return Optional.ofNullable(untried.get(choice.name()));
    }

    List<String> differences(Choice choice) {
        return planned.changes().getOrDefault(choice.name(), List.of()).stream()
                .map(change -> change.describe())
                .toList();
    }

    static String paths(List<List<String>> paths) {
        return String.join(", ", paths.stream().map(FieldPath::text).toList());
    }

    static String fields(Plan.Selected plan) {
        int all = Fields.of(plan.stream().jsonSchema()).declared().size();
        return plan.fields()
                .map(fields -> fields.fields().size() + " of " + all)
                .orElse(String.valueOf(all));
    }

    static String calls(Price price) {
        return price.first() + " / " + price.quiet() + " / " + price.busy();
    }

    /** How many there are, where the source tells. */
    static Optional<Long> rows(Choice choice) {
        return choice.stream()
                .wharf()
                .map(wharf -> wharf.path("rows"))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::asLong);
    }

    ObjectNode json(String connection) {
        ObjectNode json = Json.object().put("connection", connection);
        json.set("calls", cost.<JsonNode>map(Cost::json).orElseGet(json::nullNode));
        ArrayNode collections = json.putArray("collections");
        planned.choices().forEach(choice -> collections.add(json(choice)));
        planned.notes().forEach(json.putArray("notes")::add);
        return json;
    }

    ObjectNode json(Choice choice) {
        Plan.Selected plan = selected.get(choice.name());
        ObjectNode one = Json.object()
                .put("name", choice.name().name())
                .put("namespace", choice.name().namespace())
                .put("chosen", plan != null)
                .put("offered", !(choice instanceof Choice.Vanished))
                .put("denied", choice instanceof Choice.Denied)
                .put("why", why(choice));
        one.set(
                "failure",
                refused(choice)
                        .<JsonNode>map(failure ->
                                Json.object().put("code", failure.code().word()).put("message", failure.message()))
                        .orElseGet(one::nullNode));
        ArrayNode changes = one.putArray("changes");
        planned.changes()
                .getOrDefault(choice.name(), List.of())
                .forEach(change ->
                        changes.addObject().put("says", change.describe()).put("breaking", change.breaking()));
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
                    .orElseGet(() -> Fields.of(plan.stream().jsonSchema()).declared().keySet().stream()
                            .map(name -> FieldPath.text(List.of(name)))
                            .toList())
                    .forEach(fields::add);
        }
        choice.stream().wharf().ifPresent(wharf -> one.set("source_says", wharf));
        return one;
    }

    private static String why(Choice choice) {
        return switch (choice) {
            case Choice.Selected chosen -> chosen.why();
            case Choice.Denied denied -> "access denied: " + denied.why();
            case Choice.Vanished gone -> "vanished: " + gone.why();
            case Choice.NotSelected not -> not.why();
        };
    }
}
