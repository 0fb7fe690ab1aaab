package dev.wharf.runtime.connection;

import static dev.wharf.runtime.connection.Shape.key;
import static dev.wharf.runtime.connection.Shape.keys;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.TimeSpan;
import dev.wharf.runtime.connection.Shape.Flag;
import dev.wharf.runtime.connection.Shape.Free;
import dev.wharf.runtime.connection.Shape.Items;
import dev.wharf.runtime.connection.Shape.Keys;
import dev.wharf.runtime.connection.Shape.Named;
import dev.wharf.runtime.connection.Shape.OneOrMore;
import dev.wharf.runtime.connection.Shape.Quantity;
import dev.wharf.runtime.connection.Shape.Text;
import dev.wharf.runtime.connection.Shape.Word;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The keys of a connection file. */
public final class FileShape {

    private static final String CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]";

    private static final Text NAME = Text.of("a name", "\\S(.*\\S)?");
    private static final Text GLOB = Text.of("a name or a glob (users, crm.*, !users_archive)", "\\S(.*\\S)?");
    private static final Text FIELD = Text.of("a field's name", FieldPath.PATTERN);
    private static final Text DIRECTORY = Text.of("an absolute directory inside the container", "/.*");
    private static final Text SIZE = Text.of("a size such as 512MiB", Bytes.PATTERN);
    private static final Text SPAN = Text.of("a time such as 90s, 10m or 1h30m", "(?!$)" + TimeSpan.PATTERN);
    private static final Word INVALID = new Word(List.of("fail", "quarantine", "null", "forward"));

    private static final Keys LIMITS = keys(
            List.of(),
            List.of(),
            key("memory", SIZE, "the most memory its container may use, such as 1GiB"),
            key(
                    "cpus",
                    new Quantity("a number of processors from 0.01 on", new BigDecimal("0.01"), false),
                    "how many processors it may use, such as 1.5"),
            key(
                    "pids",
                    Quantity.whole("a number of processes from 1 on", 1),
                    "how many processes and threads it may have"));

    private static final Keys MOUNT = keys(
            List.of("from", "to"),
            List.of(),
            key("from", NAME, "a directory of this machine, relative to the project"),
            key("to", DIRECTORY, "where the connector sees it"),
            key("access", new Word(List.of("read", "write")), "what the connector may do there; read unless told"));

    private static final Shape.Key CONNECTOR = key("connector", NAME, "a name that `wharf connectors list` shows");
    private static final Shape.Key IMAGE = key("image", NAME, "a container image, such as airbyte/source-faker:7.2.1");
    private static final Shape.Key COMMAND = key(
            "command",
            new Items("a list of words", Text.of("a word", "(.|\\n)+")),
            "a program of this machine, run without any isolation: for connector development");
    private static final Shape.Key CONFIG =
            key("config", new Free("keys with values"), "what the connector's spec asks for");
    private static final Shape.Key LOCAL = key(
            "local",
            NAME,
            "the field of its config that names a file on this machine; its directory is then mounted. Known connectors need none");

    private static final List<Shape.Key> CONFINEMENT = List.of(
            key("limits", LIMITS, "what its container may use"),
            key(
                    "writable",
                    new Items("a list of directories", DIRECTORY),
                    "directories inside the image that it may write to, besides /tmp"),
            key("mounts", new Items("a list of mounts", MOUNT), "directories of this machine that it may use"),
            key(
                    "environment",
                    new Named("names with values", Text.of("a text", "(.|\\n)*")),
                    "variables added to the image's own; never secrets"),
            key("network", new Word(List.of("none", "bridge")), "none for a connector that needs no network"));

    private static final Keys SOURCE = end(List.of());
    private static final Keys DESTINATION = end(List.of(
            LOCAL,
            key("statuses", new Flag(), "whether it may be sent the terminal status of a collection; true unless told"),
            key("refreshes", new Flag(), "whether it knows generations (Airbyte's supportsRefreshes)")));

    private static final Keys SETTINGS = keys(
            List.of(),
            List.of(),
            key(
                    "mode",
                    new Word(List.of("full_refresh", "incremental")),
                    "how it is read; incremental where the source can, unless told"),
            key(
                    "write",
                    new Word(List.of("append", "overwrite", "append_dedup")),
                    "how it is loaded: overwrite after a full refresh, append_dedup with a key, append otherwise, unless told"),
            key("cursor", FIELD, "the field that tells what is new, where the source has no own"),
            key(
                    "key",
                    new OneOrMore("a field's name or a list of such", FIELD),
                    "the fields that identify an object, where the source declares none"),
            key(
                    "fields",
                    new Items("a list of fields", FIELD),
                    "the fields that are loaded; those inside an object with dots, such as shipping.address.city, and a dot that belongs to a name with a backslash in front of it (a\\.b); all unless told"),
            key("invalid", INVALID, "what happens to a record that departs from its schema"));

    private static final Keys COLLECTIONS = keys(
            List.of(),
            List.of(),
            key(
                    "select",
                    new Items("a list of globs", GLOB),
                    "which collections are moved; a leading ! takes away. All unless told"),
            key(
                    "settings",
                    new Named("collections with settings", SETTINGS),
                    "settings by collection name or glob; of several that match, the later wins key by key"));

    static final Keys FILE = keys(
            List.of("source", "destination"),
            List.of(),
            key("source", SOURCE, "the side that records come from"),
            key("destination", DESTINATION, "the side that records go to"),
            key("collections", COLLECTIONS, "what is moved, and how"),
            key("invalid", INVALID, "what happens to a record that departs from its schema; quarantine unless told"),
            key(
                    "quarantine",
                    keys(
                            List.of(),
                            List.of(),
                            key(
                                    "limit",
                                    Quantity.whole("a number from 0 on", 0),
                                    "how many records a run may quarantine before it fails; 1000 unless told")),
                    "what is kept of invalid records"),
            key(
                    "miscounts",
                    new Word(List.of("report", "fail")),
                    "what happens when source, Wharf and destination count different records; report unless told"),
            key("silence", SPAN, "how long a connector may say nothing before the run is ended as hung"),
            key(
                    "budget",
                    keys(
                            List.of("calls", "per"),
                            List.of(),
                            key(
                                    "calls",
                                    Quantity.whole("a number of calls from 1 on", 1),
                                    "API calls that may be spent"),
                            key("per", new Word(List.of("run", "minute", "hour", "day", "month")), "in which time"),
                            key(
                                    "leave",
                                    Text.of("a percentage such as 40%", "[1-9]?[0-9]%"),
                                    "how much of the vendor's own quota is left to other tools; 0% unless told"),
                            key(
                                    "account",
                                    Text.of("a name", "[^\\s](.*[^\\s])?"),
                                    "a name for whose calls they are; connections that give the same share the budget")),
                    "the API calls that a source may make which counts them"),
            key("schedule", schedule(), "when `wharf serve` runs it"));

    private FileShape() {}

    /** The JSON Schema of a connection file, for editors. */
    public static ObjectNode jsonSchema() {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "A Wharf connection")
                .put("description", "connections/NAME.yaml: a source, a destination, and what is moved between them");
        schema.setAll(FILE.schema());
        return schema;
    }

    private static Keys end(List<Shape.Key> more) {
        List<Shape.Key> keys = new ArrayList<>(List.of(CONNECTOR, IMAGE, COMMAND, CONFIG));
        keys.addAll(CONFINEMENT);
        keys.addAll(more);
        return new Keys(keys, List.of(), List.of("connector", "image", "command"));
    }

    private static Keys schedule() {
        return keys(
                List.of("times"),
                List.of(),
                key(
                        "times",
                        Text.of("how often, such as 4 per day", "[1-9][0-9]{0,3} per (hour|day|week|month)"),
                        "how often, such as 4 per day"),
                key("preferred", Text.of("a time of day such as 06:30", CLOCK), "the time of day of one of them"),
                key("zone", NAME, "the time zone, such as Europe/Berlin; UTC unless told"),
                key(
                        "quiet",
                        new Items("a list of hours", Text.of("hours such as 09:00-12:00", CLOCK + "-" + CLOCK)),
                        "hours of the day in which it does not start"));
    }
}
