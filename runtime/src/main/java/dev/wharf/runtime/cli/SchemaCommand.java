package dev.wharf.runtime.cli;

import dev.wharf.runtime.connection.FileShape;
import dev.wharf.runtime.failure.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "schema",
        header = "Print the JSON Schema of a connection file, for editors.",
        footer = {"", "Example:", "  wharf schema > connection.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    private final Application application;

    SchemaCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        application
                .output()
                .result(
                        FileShape::jsonSchema,
                        out -> out.line(FileShape.jsonSchema().toPrettyString()));
        return ExitStatus.SUCCESS.code();
    }
}
