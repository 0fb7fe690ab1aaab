package dev.wharf.sdk;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stream for the answer to {@code discover}, described step by step: {@code StreamOffer.objects("users", schema).key("id").cursor("updated_at").stream()}.
 */
public record StreamOffer(Stream stream) {

    /** Objects are upserted: they have a key, and a later record replaces an earlier one. */
    public static StreamOffer objects(String name, ObjectNode schema) {
        return of(name, schema, "object");
    }

    /** Events are appended: a record says what happened and is never replaced. */
    public static StreamOffer events(String name, ObjectNode schema) {
        return of(name, schema, "event");
    }

    /** The fields that tell records apart. */
    public StreamOffer key(String... fields) {
        List<List<String>> key = Arrays.stream(fields).map(List::of).toList();
        return new StreamOffer(new Stream(
                stream.name(),
                stream.jsonSchema(),
                stream.syncModes(),
                stream.defaultCursor(),
                stream.sourceDefinedCursor(),
                key,
                stream.resumable(),
                stream.fileBased(),
                stream.wharf()));
    }

    /** The source can read on from a state; this field of a record tells how new it is. */
    public StreamOffer cursor(String field) {
        Set<SyncMode> modes = EnumSet.of(SyncMode.FULL_REFRESH, SyncMode.INCREMENTAL);
        return new StreamOffer(new Stream(
                stream.name(),
                stream.jsonSchema(),
                modes,
                List.of(field),
                true,
                stream.sourceDefinedPrimaryKey(),
                stream.resumable(),
                stream.fileBased(),
                stream.wharf()));
    }

    /** A full refresh, too, can be continued from a state. */
    public StreamOffer resumable() {
        return new StreamOffer(new Stream(
                stream.name(),
                stream.jsonSchema(),
                stream.syncModes(),
                stream.defaultCursor(),
                stream.sourceDefinedCursor(),
                stream.sourceDefinedPrimaryKey(),
                true,
                stream.fileBased(),
                stream.wharf()));
    }

    private static StreamOffer of(String name, ObjectNode schema, String kind) {
        return new StreamOffer(new Stream(
                StreamName.of(name),
                schema,
                Set.of(SyncMode.FULL_REFRESH),
                List.of(),
                false,
                List.of(),
                false,
                false,
                Optional.of(Json.object().put("kind", kind))));
    }
}
