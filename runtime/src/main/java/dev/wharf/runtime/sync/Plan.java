package dev.wharf.runtime.sync;

import dev.wharf.catalog.FieldTree;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Program;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that one run needs to know, checked before: what was read of files, images and the source's catalog stands here as
 * values.
 *
 * @param connection the connection's name
 * @param collections what is moved; never two of the same name
 * @param notes what the report is to say besides, one sentence each
 */
public record Plan(
        String connection,
        Party source,
        Party destination,
        List<Selected> collections,
        List<Untried> untried,
        Miscounts miscounts,
        Limits limits,
        Optional<Budget> budget,
        List<String> notes) {

    public Plan {
        collections = List.copyOf(collections);
        untried = List.copyOf(untried);
        notes = List.copyOf(notes);
    }

    /** A collection that is selected and cannot be read as things are: it is not tried, and has its line in the report. */
    public record Untried(StreamName name, Failure why) {}

    /**
     * The calls that a source may make of its vendor's API.
     *
     * @param per what the operator calls the time
     * @param window the time before any moment in which no more than that are made; empty for the time of one run
     * @param leave the part of the vendor's own quota, 0 to 1, that is left to other tools
     * @param account whose calls count, when the operator says so
     */
    public record Budget(long calls, String per, Optional<Duration> window, double leave, Optional<String> account) {

        String describe() {
            return calls + " calls per " + per;
        }
    }

    /**
     * One of the two connectors.
     *
     * @param label its name for people: of the catalog, or its image
     * @param specification the JSON Schema of its config, which marks the secrets
     * @param config whole, with its secrets
     */
    public record Party(
            String label,
            Program program,
            JsonNode specification,
            ObjectNode config,
            Confinement confinement,
            Set<Ability> abilities) {

        public Party {
            abilities = Set.copyOf(abilities);
        }

        boolean can(Ability ability) {
            return abilities.contains(ability);
        }
    }

    /** What a destination knows beyond the oldest form of the protocol. */
    public enum Ability {
        /** Keeps checkpoints beside its rows and reports them at start (its SPEC says {@code wharf.held}). */
        HOLDS_CHECKPOINTS,
        /** Takes records that change some columns only (its SPEC says {@code wharf.patches}). */
        PATCHES,
        /** Wants a terminal status of every completed collection on its stdin. */
        TERMINAL_STATUS,
        /** Understands generations: an overwrite is sent as an append whose older generations go. */
        GENERATIONS
    }

    /**
     * A collection that takes part.
     *
     * @param stream as the source offers it
     * @param cursor path, empty when the source keeps its own
     * @param primaryKey paths, empty unless the destination deduplicates
     * @param fields those that are kept; empty for all
     */
    public record Selected(
            Stream stream,
            SyncMode syncMode,
            DestinationSyncMode destinationSyncMode,
            List<String> cursor,
            List<List<String>> primaryKey,
            InvalidPolicy invalid,
            Optional<FieldTree> fields,
            Refresh refresh) {

        public Selected {
            cursor = List.copyOf(cursor);
            primaryKey = List.copyOf(primaryKey);
        }

        public StreamName name() {
            return stream.name();
        }

        /** As the state store keeps it: whole. */
        ConfiguredStream carried() {
            return new ConfiguredStream(stream, syncMode, destinationSyncMode, cursor, primaryKey, 0, 0, 0);
        }

        /** The same, with another policy for records that depart from the schema. */
        public Selected judgedBy(InvalidPolicy policy) {
            return new Selected(stream, syncMode, destinationSyncMode, cursor, primaryKey, policy, fields, refresh);
        }
    }

    /** Whether what is remembered of a collection counts. */
    public enum Refresh {
        /** It goes on where it is. */
        CONTINUE,
        /** It is read again from the beginning, and replaces what the warehouse has. */
        AGAIN
    }

    /**
     * @param silence how long a side may neither send nor take a byte
     * @param grace how long a connector may take to end after it was asked to
     * @param quarantined how many refused lines a run may keep before it fails
     * @param longestLine in bytes; a longer line is refused
     * @param retries how often in a row a transient failure without any progress is tried again
     */
    public record Limits(Duration silence, Duration grace, int quarantined, int longestLine, int retries) {

        public static Limits standard() {
            return new Limits(Duration.ofMinutes(60), Duration.ofSeconds(10), 1000, 128 << 20, 4);
        }
    }
}
