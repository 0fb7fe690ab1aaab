package dev.wharf.runtime.cli;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.preparation.Inquiry;
import dev.wharf.runtime.preparation.Inquiry.Asked;
import dev.wharf.runtime.preparation.Preparation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The questions of the protocol, by hand. */
final class VerbCommands {

    private VerbCommands() {}

    @Command(
            name = "spec",
            header = "Ask a connector what its config looks like.",
            footer = {"", "Example:", "  wharf spec airbyte/source-faker:7.2.1"})
    static final class SpecVerb implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final ByHand connector = new ByHand();

        SpecVerb(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            Message.Spec spec = application.inquiry(ByHand.PATIENCE).spec(connector.bare(application, false));
            application.output().result(spec::body, out -> out.line(spec.body().toPrettyString()));
            return ExitStatus.SUCCESS.code();
        }
    }

    @Command(
            name = "check",
            header = "Ask whether a config works: of both sides of a connection, or of one connector by hand.",
            description = {"", "Without --config, CONNECTOR is the name of a connection.", ""},
            footer = {
                "",
                "Examples:",
                "  wharf check billing",
                "  wharf check airbyte/source-faker:7.2.1 --config faker.json"
            })
    static final class CheckVerb implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final ByHand connector = new ByHand();

        @Option(names = "--config", paramLabel = "FILE", description = "The connector's config, JSON.")
        private @Nullable Path config;

        CheckVerb(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            List<Checked> answers = config == null ? ofConnection() : List.of(ofConnector(config));
            application
                    .output()
                    .result(
                            () -> json(answers),
                            out -> answers.forEach(answer -> out.line(answer.label() + ": "
                                    + (answer.works()
                                            ? "works"
                                            : "does not work: "
                                                    + answer.status().message()))));
            return answers.stream()
                    .filter(answer -> !answer.works())
                    .findFirst()
                    .map(Checked::exit)
                    .orElse(ExitStatus.SUCCESS)
                    .code();
        }

        private record Checked(Role role, String label, Message.ConnectionStatus status) {

            boolean works() {
                return status.succeeded();
            }

            ExitStatus exit() {
                return switch (role) {
                    case SOURCE -> ExitStatus.ACCESS_DENIED;
                    case DESTINATION -> ExitStatus.DESTINATION_REFUSED;
                };
            }
        }

        private Checked ofConnector(Path file) {
            Endpoint endpoint = connector.with(application, false, file);
            Asked asked = new Asked(endpoint.role(), endpoint.label(), endpoint.program(), endpoint.confinement());
            return new Checked(
                    endpoint.role(),
                    connector.name,
                    application
                            .inquiry(ByHand.PATIENCE)
                            .check(asked, endpoint.configForConnector())
                            .value());
        }

        private List<Checked> ofConnection() {
            Connection connection = application.connection(connector.name);
            Preparation preparation = application.preparation(connection);
            Refused.unlessNone(connection.file(), preparation.problems(preparation.specs()));
            return Stream.of(connection.source(), connection.destination())
                    .map(endpoint -> new Checked(
                            endpoint.role(),
                            endpoint.role().word() + " " + endpoint.label(),
                            preparation.check(endpoint)))
                    .toList();
        }

        private static ObjectNode json(List<Checked> answers) {
            ObjectNode json = Json.object();
            json.put("works", answers.stream().allMatch(Checked::works));
            ArrayNode checks = json.putArray("checks");
            answers.forEach(answer -> checks.addObject()
                    .put("connector", answer.label())
                    .put("works", answer.works())
                    .put("message", answer.status().message()));
            return json;
        }
    }

    @Command(
            name = "discover",
            header = "Ask a source what it offers, as its catalog.",
            description = {"", "Without --config, CONNECTOR is the name of a connection.", ""},
            footer = {"", "Example:", "  wharf discover airbyte/source-faker:7.2.1 --config faker.json"})
    static final class DiscoverVerb implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final ByHand connector = new ByHand();

        @Option(names = "--config", paramLabel = "FILE", description = "The source's config, JSON.")
        private @Nullable Path config;

        DiscoverVerb(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            ObjectNode catalog = Json.object();
            if (config == null) {
                Preparation preparation = application.preparation(application.connection(connector.name));
                preparation.specs();
                catalog.setAll(wire(Messages.write(preparation.discovered())));
            } else {
                Endpoint endpoint = connector.with(application, false, config);
                Asked asked = new Asked(endpoint.role(), endpoint.label(), endpoint.program(), endpoint.confinement());
                Inquiry inquiry = application.inquiry(ByHand.PATIENCE);
                catalog.setAll(wire(Messages.write(
                        inquiry.discover(asked, endpoint.configForConnector()).value())));
            }
            application.output().result(() -> catalog, out -> out.line(catalog.toPrettyString()));
            return ExitStatus.SUCCESS.code();
        }

        private static ObjectNode wire(byte[] catalog) {
            return Json.read(catalog).asObject();
        }
    }
}
