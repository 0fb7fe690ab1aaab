package dev.wharf.runtime.connection;

import dev.wharf.catalog.Glob;
import dev.wharf.catalog.Selection;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.sync.InvalidPolicy;
import dev.wharf.runtime.sync.Miscounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection file says, checked. What can only be known once the source was asked for its collections is checked by
 * {@link Planning}.
 *
 * @param file as people call it: {@code connections/billing.yaml}
 * @param invalid for collections that have no setting of their own
 * @param quarantineLimit records that a run may quarantine before it fails
 * @param miscounts what happens when the two sides and Wharf count different records
 * @param silence how long a connector may say nothing
 * @param lines the line of each path of the file, for later problems
 */
public record Connection(
        String name,
        Path project,
        String file,
        Endpoint source,
        Endpoint destination,
        Selection selection,
        List<Settings> settings,
        InvalidPolicy invalid,
        int quarantineLimit,
        Miscounts miscounts,
        Duration silence,
        Optional<Budget> budget,
        Optional<Schedule> schedule,
        List<Problem> warnings,
        Map<String, Integer> lines) {

    public static final int DEFAULT_QUARANTINE_LIMIT = 1000;

    public Connection {
        settings = List.copyOf(settings);
        warnings = List.copyOf(warnings);
        lines = Map.copyOf(lines);
    }

    /**
     * Settings of the collections that a glob matches.
     *
     * @param path in the file
     * @param cursor a field's name, as {@link dev.wharf.catalog.FieldPath} has it, like all names of fields here
     */
    public record Settings(
            Glob collections,
            String path,
            Optional<SyncMode> mode,
            Optional<DestinationSyncMode> write,
            Optional<String> cursor,
            Optional<List<String>> key,
            Optional<List<String>> fields,
            Optional<InvalidPolicy> invalid) {

        public Settings {
            key = key.map(List::copyOf);
            fields = fields.map(List::copyOf);
        }
    }

    /** What something is counted by. A month of a budget is any thirty days. */
    public enum Per {
        RUN,
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH;

        /** As in the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** How long it is; empty for a run. */
        public Optional<Duration> span() {
            return switch (this) {
                case RUN -> Optional.empty();
                case MINUTE -> Optional.of(Duration.ofMinutes(1));
                case HOUR -> Optional.of(Duration.ofHours(1));
                case DAY -> Optional.of(Duration.ofDays(1));
                case WEEK -> Optional.of(Duration.ofDays(7));
                case MONTH -> Optional.of(Duration.ofDays(30));
            };
        }
    }

    /**
     * API calls that the source may spend.
     *
     * @param leave the part of the vendor's own quota, 0 to 1, that is left to other tools
     * @param account a name for whose calls they are, shared by the connections that share them; unless told the source names it
     */
    public record Budget(int calls, Per per, double leave, Optional<String> account) {}

    /** When the server runs it. */
    public record Schedule(int times, Per per, Optional<LocalTime> preferred, ZoneId zone, List<Quiet> quiet) {

        public Schedule {
            quiet = List.copyOf(quiet);
        }

        /** Hours of the day in which nothing starts; past midnight where {@code to} is not after {@code from}. */
        public record Quiet(LocalTime from, LocalTime to) {}
    }
}
