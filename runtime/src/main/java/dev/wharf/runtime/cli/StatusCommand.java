package dev.wharf.runtime.cli;

import dev.wharf.catalog.Bytes;
import dev.wharf.protocol.Json;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.preparation.PinnedImages;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Runs;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "status",
        header = "Show where every connection of the project stands.",
        footer = {"", "Example:", "  wharf status"})
final class StatusCommand implements Callable<Integer> {

    private final Application application;

    /** @param last its newest run */
    private record Standing(
            String name,
            boolean file,
            Optional<StateStore.Holder> holder,
            Optional<StateStore.Run> last,
            Map<Role, StateStore.Pin> images) {}

    StatusCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        List<Standing> standings = standings();
        application.output().result(() -> json(standings), out -> text(out, standings));
        return ExitStatus.SUCCESS.code();
    }

    private List<Standing> standings() {
        Optional<StateStore> store = application.existingStore();
        TreeSet<String> names = new TreeSet<>(application.connections());
        List<String> files = application.connections();
        store.ifPresent(known -> names.addAll(known.connections()));
        List<Standing> standings = new ArrayList<>();
        for (String name : names) {
            standings.add(new Standing(
                    name,
                    files.contains(name),
                    store.flatMap(known -> known.holder(name)),
                    store.flatMap(known -> known.runs(name, 1).stream().findFirst()),
                    store.map(known -> pins(known, name)).orElse(Map.of())));
        }
        return standings;
    }

    private static Map<Role, StateStore.Pin> pins(StateStore store, String name) {
        Map<Role, StateStore.Pin> pins = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            store.pin(name, role.word()).ifPresent(pin -> pins.put(role, pin));
        }
        return pins;
    }

    private void text(Output out, List<Standing> standings) {
        if (standings.isEmpty()) {
            out.line("There is no connection in " + application.project() + " yet. See docs/connection-file.md.");
            return;
        }
        Table table = new Table("CONNECTION", "LAST RUN", "OUTCOME", "RECORDS", "BYTES", "BECAUSE");
        for (Standing one : standings) {
            if (one.last().isEmpty()) {
                table.row(one.name(), "never", "", "", "", "");
                continue;
            }
            StateStore.Run run = one.last().get();
            String gone = one.file() ? "" : " (its file is gone)";
            table.row(
                    one.name(),
                    Runs.time(run.started()),
                    Runs.outcome(run, one.holder()),
                    String.format(Locale.ROOT, "%,d", Runs.sum(run, "records")),
                    new Bytes(Runs.sum(run, "bytes")),
                    Runs.code(run) + gone);
        }
        out.table(table);
        if (standings.stream().anyMatch(one -> !one.images().isEmpty())) {
            out.line("");
            out.table(images(standings));
        }
    }

    private static Table images(List<Standing> standings) {
        Table table = new Table("CONNECTION", "SIDE", "IMAGE", "RUNS", "SINCE");
        standings.forEach(one -> one.images()
                .forEach((role, pin) -> table.row(
                        one.name(),
                        role.word(),
                        pin.reference(),
                        PinnedImages.brief(pin.image())
                                + (PinnedImages.isFast(pin.image()) ? "" : " (built here, followed)"),
                        Runs.time(pin.at()))));
        return table;
    }

    private static ObjectNode json(List<Standing> standings) {
        ObjectNode json = Json.object();
        ArrayNode connections = json.putArray("connections");
        for (Standing one : standings) {
            ObjectNode entry = connections.addObject().put("name", one.name()).put("file", one.file());
            entry.put("running", one.holder().map(StateStore.Holder::run).orElse(null));
            one.last()
                    .ifPresentOrElse(
                            run -> entry.set("last", Runs.json(run, one.holder())), () -> entry.putNull("last"));
            ArrayNode images = entry.putArray("images");
            one.images()
                    .forEach((role, pin) -> images.addObject()
                            .put("side", role.word())
                            .put("image", pin.reference())
                            .put("runs", pin.image())
                            .put("pinned", PinnedImages.isFast(pin.image()))
                            .put("since", pin.at().toString()));
        }
        return json;
    }
}
