package dev.wharf.runtime.cli;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.launch.ResolvedImage;
import dev.wharf.runtime.preparation.Interview;
import dev.wharf.runtime.preparation.PinnedImages;
import dev.wharf.runtime.preparation.Upgrade;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "upgrade",
        header = "Let a connection run what its images' names stand for now, and show what that changes.",
        description = {
            "",
            "A connection goes on running the image, by its digest, that its first sync used, whatever its tag comes to mean. This pulls the tag",
            "anew, asks both images for their spec and their collections, and moves the connection to the new one unless that breaks something.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  wharf connectors upgrade billing --look",
            "  wharf connectors upgrade billing source"
        })
final class UpgradeCommand implements Callable<Integer> {

    private final Application application;

    enum Side {
        source,
        destination
    }

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SIDE",
            description = "${COMPLETION-CANDIDATES}; both by default.")
    private Optional<Side> side = Optional.empty();

    @Option(names = "--look", description = "Only show what would change.")
    private boolean look;

    @Option(names = "--breaking", description = "Take also what breaks something.")
    private boolean breaking;

    UpgradeCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        Connection connection = application.connection(name);
        PinnedImages images = application.images(connection);
        Interview interview = application.interview(connection);
        // From here on the secrets in both configs are masked.
        application.preparation(connection, images).specs();
        List<Upgrade> upgrades = new ArrayList<>();
        for (Endpoint endpoint : List.of(connection.source(), connection.destination())) {
            boolean asked =
                    side.isEmpty() || side.get().name().equals(endpoint.role().word());
            if (asked && isImage(endpoint)) {
                upgrades.add(Upgrade.of(connection, endpoint, images, interview));
            }
        }
        List<Upgrade> taken = upgrades.stream().filter(this::isTaken).toList();
        taken.forEach(upgrade -> images.pin(
                upgrade.endpoint().role(),
                reference(upgrade.endpoint()),
                upgrade.to(),
                application.clock().instant()));
        application.output().result(() -> json(upgrades), out -> upgrades.forEach(upgrade -> text(out, upgrade)));
        refuseIfBreaking(upgrades);
        return ExitStatus.SUCCESS.code();
    }

    private static boolean isImage(Endpoint endpoint) {
        return endpoint.program() instanceof Program.Image;
    }

    private static String reference(Endpoint endpoint) {
        return endpoint.program() instanceof Program.Image(String reference) ? reference : "";
    }

    private boolean isTaken(Upgrade upgrade) {
        return !look && upgrade.moves() && (breaking || !upgrade.breaking());
    }

    private void refuseIfBreaking(List<Upgrade> upgrades) {
        for (Upgrade upgrade : upgrades) {
            if (upgrade.breaking() && !breaking && !look) {
                throw new WharfException(
                        FailureCode.INPUT_INVALID,
                        "The " + upgrade.endpoint().role().word() + " of " + name
                                + " was not upgraded, because its new image breaks what is marked above. Correct the connection file, or give --breaking to"
                                + " take it all the same.");
            }
        }
    }

    private void text(Output out, Upgrade upgrade) {
        String who = upgrade.endpoint().role().word() + " " + reference(upgrade.endpoint()) + ": ";
        if (!upgrade.moves()) {
            out.line(who
                    + (upgrade.to().byDigest().isPresent()
                            ? "up to date, "
                                    + PinnedImages.brief(upgrade.to().byDigest().orElseThrow())
                            : "built on this machine, and followed as it is; there is nothing to upgrade"));
            return;
        }
        out.line(who + PinnedImages.brief(identity(upgrade.from())) + " → " + PinnedImages.brief(identity(upgrade.to()))
                + ", " + outcome(upgrade));
        if (!upgrade.changes().isEmpty()) {
            Table table = new Table("ABOUT", "CHANGE", "");
            upgrade.changes().forEach(one -> table.row(one.about(), one.says(), one.breaking() ? "BREAKING" : ""));
            out.table(table);
        }
    }

    private static String identity(ResolvedImage image) {
        return image.byDigest().orElse(image.id());
    }

    private String outcome(Upgrade upgrade) {
        return !upgrade.moves() ? "current" : isTaken(upgrade) ? "taken" : look ? "not taken (--look)" : "refused";
    }

    private ObjectNode json(List<Upgrade> upgrades) {
        ObjectNode json = Json.object().put("connection", name);
        ArrayNode sides = json.putArray("sides");
        for (Upgrade upgrade : upgrades) {
            ObjectNode one = sides.addObject()
                    .put("side", upgrade.endpoint().role().word())
                    .put("image", reference(upgrade.endpoint()))
                    .put("from", identity(upgrade.from()))
                    .put("to", identity(upgrade.to()))
                    .put("taken", isTaken(upgrade))
                    .put("breaking", upgrade.breaking());
            ArrayNode changes = one.putArray("changes");
            upgrade.changes()
                    .forEach(change -> changes.addObject()
                            .put("about", change.about())
                            .put("says", change.says())
                            .put("breaking", change.breaking()));
        }
        return json;
    }
}
