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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
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
        List<Plan.Selected> read = planned.selected();
        if (!read.isEmpty()) {
            out.table(readable());
            out.line("");
        }
        refusals(out);
        reasons(out, "NOT CHOSEN", choices(Choice.NotSelected.class));
        planned.notes().forEach(out::line);
        out.line(String.format(
                Locale.ROOT,
                "%d of %d collections are chosen%s.%s",
                read.size() + untried.size(),
                planned.choices().size(),
                untried.isEmpty() ? "" : ", of which " + untried.size() + " cannot be read as things are",
                uniform() && !read.isEmpty() ? " They are " + way(read.getFirst()) + "." : ""));
        cost.ifPresent(calls -> calls.print(out));
    }

    private Table readable() {
        List<Choice> choices = planned.choices().stream()
                .filter(choice -> selected.containsKey(choice.name()))
                .toList();
        Map<String, Function<Choice, String>> columns = new LinkedHashMap<>();
        columns.put("CHOSEN", choice -> choice.name().toString());
        columns.put("KIND", choice -> OneOffer.kind(choice.stream()).orElse(""));
        columns.put("KEY", choice -> paths(plan(choice).primaryKey()));
        columns.put("FIELDS", choice -> fields(plan(choice)));
        if (!uniform()) {
            columns.put("READ", choice -> plan(choice).syncMode().wire());
            columns.put("WRITE", choice -> plan(choice).destinationSyncMode().wire());
        }
        columns.put("ROWS", choice -> rows(choice).map(Offer::number).orElse(""));
        columns.put("FIRST", choice -> price(choice, Price::first));
        columns.put("QUIET", choice -> price(choice, Price::quiet));
        columns.put("BUSY", choice -> price(choice, Price::busy));
        columns.put("", choice -> planned.changes().containsKey(choice.name()) ? "changed" : "");
        columns.values().removeIf(column -> choices.stream().map(column).allMatch(String::isEmpty));
        Table table = new Table(columns.keySet().toArray(String[]::new));
        choices.forEach(choice -> table.row(
                columns.values().stream().map(column -> column.apply(choice)).toArray()));
        return table;
    }

    private Plan.Selected plan(Choice choice) {
        return Objects.requireNonNull(selected.get(choice.name()));
    }

    /** Whether all are read and written in the same way, so that it is said once. */
    private boolean uniform() {
        return planned.selected().stream().map(Offer::way).distinct().count() <= 1;
    }

    private static String way(Plan.Selected plan) {
        return "read " + plan.syncMode().wire() + " and written "
                + plan.destinationSyncMode().wire();
    }

    private static String price(Choice choice, ToLongFunction<Price> run) {
        return Price.of(choice.stream())
                .map(price -> number(run.applyAsLong(price)))
                .orElse("");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void refusals(Output out) {
        reasons(out, "CANNOT BE READ", choices(Choice.Denied.class));
        List<Plan.Untried> others = planned.untried().stream()
                .filter(one -> one.why().code() != FailureCode.COLLECTION_DENIED)
                .toList();
        others.forEach(one -> out.line(one.why().message()));
        if (!others.isEmpty()) {
            out.line("");
        }
    }

    private List<Choice> choices(Class<? extends Choice> kind) {
        return planned.choices().stream().filter(kind::isInstance).toList();
    }

    /** What a source advises for all of them alike is said once, below. */
    private static void reasons(Output out, String title, List<Choice> choices) {
        if (choices.isEmpty()) {
            return;
        }
        List<String> whys = choices.stream().map(Choice::why).toList();
        String advice = whys.size() == 1 ? "" : commonEnd(whys);
        Table table = new Table(title, "WHY");
        choices.forEach(choice -> table.row(
                choice.name(),
                choice.why()
                        .substring(0, choice.why().length() - advice.length())
                        .strip()));
        out.table(table);
        if (!advice.isBlank()) {
            out.line(advice.strip());
        }
        out.line("");
    }

    /** The sentences that all end with; empty if that were all that some say. */
    static String commonEnd(List<String> texts) {
        String first = texts.getFirst();
        for (int from = first.indexOf(". ") + 1; from > 0; from = first.indexOf(". ", from) + 1) {
            String end = first.substring(from);
            if (texts.stream().allMatch(text -> text.endsWith(end) && text.length() > end.length())) {
                return end;
            }
        }
        return "";
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
