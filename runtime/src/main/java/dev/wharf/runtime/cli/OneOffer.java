package dev.wharf.runtime.cli;

import dev.wharf.catalog.Choice;
import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.FieldTree;
import dev.wharf.catalog.Fields;
import dev.wharf.catalog.Price;
import dev.wharf.protocol.Stream;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One collection in detail, with its fields as a tree.
 *
 * @param plan how it is carried; null when it is not
 */
record OneOffer(Choice choice, Offer offer, Plan.@Nullable Selected plan) {

    /** A schema may refer to itself. */
    private static final int DEEPEST = 6;

    void print(Output out) {
        Stream stream = choice.stream();
        out.line(choice.name() + ": " + choice.why());
        offer.refused(choice).ifPresent(failure -> out.line(failure.message()));
        offer.differences(choice).forEach(change -> out.line("changed: " + change));
        kind(stream).ifPresent(kind -> out.line("kind     " + kind));
        if (plan != null) {
            out.line("read     " + plan.syncMode().wire() + ", written "
                    + plan.destinationSyncMode().wire() + ", invalid records: "
                    + plan.invalid().word());
        }
        out.line("key      " + orNone(Offer.paths(key())));
        out.line("cursor   " + orNone(FieldPath.text(cursor()))
                + (stream.sourceDefinedCursor() ? " (the source's own)" : ""));
        Offer.rows(choice).ifPresent(rows -> out.line(String.format(Locale.ROOT, "rows     %,d", rows)));
        Price.of(stream)
                .ifPresent(price -> out.line(String.format(
                        Locale.ROOT,
                        "calls    %,d the first time, %,d when little is new, %,d when much is",
                        price.first(),
                        price.quiet(),
                        price.busy())));
        out.line("");
        Table table = new Table("FIELD", "TYPE", "CHOSEN", "");
        rows(table, Fields.of(stream.jsonSchema()), Optional.of(chosen()), List.of());
        out.table(table);
    }

    static Optional<String> kind(Stream stream) {
        return stream.wharf().map(wharf -> wharf.path("kind").asString("")).filter(kind -> !kind.isEmpty());
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }

    private List<List<String>> key() {
        return plan == null || plan.primaryKey().isEmpty()
                ? choice.stream().sourceDefinedPrimaryKey()
                : plan.primaryKey();
    }

    private List<String> cursor() {
        return plan == null || plan.cursor().isEmpty() ? choice.stream().defaultCursor() : plan.cursor();
    }

    private FieldTree chosen() {
        return plan == null ? FieldTree.WHOLE : plan.fields().orElse(FieldTree.WHOLE);
    }

    private void rows(Table table, Fields fields, Optional<FieldTree> chosen, List<String> outer) {
        known(fields, chosen).forEach((name, field) -> {
            List<String> path = new ArrayList<>(outer);
            path.add(name);
            Optional<FieldTree> inner = chosen.flatMap(tree -> tree.field(name));
            table.row("  ".repeat(outer.size()) + name, field.type(), word(inner), role(path));
            if (path.size() < DEEPEST) {
                rows(table, field, inner, path);
            }
        });
    }

    /** What is declared, and what is chosen of fields that may have any name. */
    private static Map<String, Fields> known(Fields fields, Optional<FieldTree> chosen) {
        Map<String, Fields> known = new LinkedHashMap<>(fields.declared());
        chosen.map(tree -> new TreeSet<>(tree.fields().keySet()))
                .ifPresent(names ->
                        names.forEach(name -> fields.find(name).ifPresent(field -> known.putIfAbsent(name, field))));
        return known;
    }

    private String word(Optional<FieldTree> chosen) {
        return plan == null || chosen.isEmpty() ? "no" : chosen.get().whole() ? "yes" : "in part";
    }

    private String role(List<String> path) {
        return key().contains(path) ? "key" : cursor().equals(path) ? "cursor" : "";
    }

    ObjectNode json() {
        ObjectNode json = offer.json(choice);
        declared(json.putArray("declared"), Fields.of(choice.stream().jsonSchema()), Optional.of(chosen()), 1);
        return json;
    }

    private void declared(ArrayNode array, Fields fields, Optional<FieldTree> chosen, int depth) {
        known(fields, chosen).forEach((name, field) -> {
            Optional<FieldTree> inner = chosen.flatMap(tree -> tree.field(name));
            ObjectNode one = array.addObject()
                    .put("name", name)
                    .put("type", field.type())
                    .put("chosen", word(inner));
            ArrayNode nested = one.putArray("fields");
            if (depth < DEEPEST) {
                declared(nested, field, inner, depth + 1);
            }
        });
    }
}
