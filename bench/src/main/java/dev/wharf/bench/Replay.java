package dev.wharf.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A source that sends a ready file and a destination that throws everything away but the last states, both of a few lines of shell: whatever stands
 * between them is what is measured. One directory holds the file; it is mounted into the source.
 */
final class Replay {

    static final String IMAGE = "wharf/bench-replay:1";
    static final int STATE_EVERY = 10_000;

    private static final String PROGRAM = """
            #!/bin/sh
            case $1 in
            spec) echo '{"type":"SPEC","spec":{"connectionSpecification":{"type":"object"},"supportsIncremental":true,"supported_destination_sync_modes":["append","overwrite"]}}' ;;
            check) echo '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}}' ;;
            discover) cat /data/catalog.jsonl ;;
            read) exec sh /data/read.sh ;;
            write) tail -c 65536 | grep -F '"type":"STATE"' ;;
            esac
            """;

    private final Path project;

    /** @param project an empty directory, which becomes a project with the data and the connections */
    Replay(Path project) {
        this.project = project;
    }

    Path project() {
        return project;
    }

    Path data() {
        return project.resolve("data");
    }

    /** Makes the image, on the base that the images of our connectors have. */
    static void build(Path home) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("wharf-bench-image");
        Files.writeString(directory.resolve("replay"), PROGRAM);
        Timed.shell(home, """
                base=$(docker images --format '{{.Repository}}:{{.Tag}}' wharf/base | head -n 1)
                [ -n "$base" ] || { echo "The base image is missing: run dev/images."; exit 3; }
                cd %s && chmod 755 replay
                printf 'FROM %%s\\nCOPY replay /replay\\nUSER 1000:1000\\nENTRYPOINT ["/replay"]\\n' "$base" > Dockerfile
                docker build -q -t %s .
                """.formatted(directory, IMAGE));
    }

    /**
     * Writes {@code records} messages with a state after every {@value #STATE_EVERY}, the bare records and the same as CSV.
     *
     * @param times how often the source sends the file; with more than once, its keys and states repeat
     */
    void write(int records, int times) throws IOException {
        Files.createDirectories(data());
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(data().resolve("catalog.jsonl"), catalog());
        Files.writeString(
                data().resolve("read.sh"),
                "for i in $(seq %d); do cat /data/messages.jsonl; done; cat /data/end.jsonl\n".formatted(times));
        Files.writeString(data().resolve("end.jsonl"), state(records) + status("COMPLETE"));
        SampleRecords sample = new SampleRecords();
        try (BufferedWriter messages = Files.newBufferedWriter(data().resolve("messages.jsonl"));
                BufferedWriter bare = Files.newBufferedWriter(data().resolve("records.jsonl"))) {
            messages.write(status("STARTED"));
            for (int i = 1; i <= records; i++) {
                String record = sample.next();
                bare.write(record + "\n");
                messages.write(
                        "{\"type\":\"RECORD\",\"record\":{\"stream\":\"events\",\"emitted_at\":1700000000000,\"data\":"
                                + record + "}}\n");
                if (i % STATE_EVERY == 0) {
                    messages.write(state(i));
                }
            }
        }
    }

    /** @param destination the rest of the connection file, without indentation */
    void connection(String name, String destination) throws IOException {
        Files.writeString(project.resolve("connections").resolve(name + ".yaml"), """
                source:
                  image: %s
                  config: {}
                  network: none
                  mounts: [{ from: data, to: /data, access: read }]
                %s""".formatted(IMAGE, destination));
    }

    private static String catalog() {
        return """
                {"type":"CATALOG","catalog":{"streams":[{"name":"events","json_schema":%s,\
                "supported_sync_modes":["full_refresh","incremental"],"source_defined_cursor":true,"default_cursor_field":["id"],\
                "source_defined_primary_key":[["id"]]}]}}
                """.formatted(SampleRecords.SCHEMA.replace("\n", ""));
    }

    private static String state(long at) {
        return "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"events\"},\"stream_state\":{\"at\":"
                + at + "}}}}\n";
    }

    private static String status(String status) {
        return "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1700000000000,\"stream_status\":{\"stream_descriptor\":{\"name\":\"events\"},\"status\":\""
                + status + "\"}}}\n";
    }

    /** The command that syncs a connection from nothing, and from an empty memory. */
    List<String> sync(Path home, String name) {
        return List.of("sh", "-ec", "rm -rf .wharf && exec " + home + "/wharf sync " + name);
    }
}
