package dev.wharf.conformance;

import static dev.wharf.conformance.Check.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What a source must do when it reads. One thread. */
final class ReadChecks {

    /** Reads are repeated from so many of the states that came. */
    private static final int RESUMED = 4;

    /** How much is let out before a source is terminated. */
    private static final int BEFORE_TERMINATION = 2_000;

    private final SourceSuite suite;

    ReadChecks(SourceSuite suite) {
        this.suite = suite;
    }

    List<Check> checks() {
        return List.of(
                new Check("read completes every stream, and says so in order", this::statusesAreInOrder),
                new Check("stdout holds messages and nothing else, one a line", this::stdoutIsTheProtocol),
                new Check("no line holds what other tools take for its end", this::noLineIsCutByOthers),
                new Check("no secret of the config is said", this::secretsAreNotSaid),
                new Check(
                        "every record is of a stream that was asked for, and of its declared types",
                        this::recordsAreValid),
                new Check("every stream has a state that counts its records", this::statesCountRecords),
                new Check("a second read gives the same records", this::readsRepeat),
                new Check("a read that goes on from a state loses nothing", this::statesResume),
                new Check("a source that is terminated ends between two lines", this::terminationKeepsLines));
    }

    private void statusesAreInOrder() {
        Outcome outcome = readAll(SyncMode.FULL_REFRESH);
        require(outcome.status() == 0, "read exited with %d; stderr ends: %s", outcome.status(), outcome.stderrTail());
        Map<StreamName, List<Status>> statuses = new HashMap<>();
        Map<StreamName, Integer> records = new HashMap<>();
        for (Message message : outcome.messages()) {
            if (message instanceof StreamStatus status) {
                statuses.computeIfAbsent(status.stream(), _ -> new ArrayList<>())
                        .add(status.status());
            } else if (message instanceof DataRecord record) {
                List<Status> before = statuses.getOrDefault(record.stream(), List.of());
                require(before.contains(Status.STARTED), "a record of %s came before STARTED", record.stream());
                require(!before.contains(Status.COMPLETE), "a record of %s came after COMPLETE", record.stream());
                records.merge(record.stream(), 1, Integer::sum);
            }
        }
        for (Stream stream : suite.discover().streams()) {
            List<Status> said = statuses.getOrDefault(stream.name(), List.of());
            require(
                    !said.isEmpty() && said.getFirst() == Status.STARTED && said.getLast() == Status.COMPLETE,
                    "the statuses of %s are %s, expected STARTED first and COMPLETE last",
                    stream.name(),
                    said);
            require(
                    !records.containsKey(stream.name()) || said.contains(Status.RUNNING),
                    "%s had records and never said RUNNING",
                    stream.name());
        }
    }

    private void stdoutIsTheProtocol() {
        List<String> pollution = readAll(SyncMode.FULL_REFRESH).pollution();
        require(
                pollution.isEmpty(),
                "%d lines of stdout are not one message each, the first: %.200s",
                pollution.size(),
                first(pollution));
    }

    private void noLineIsCutByOthers() {
        String output = new String(readAll(SyncMode.FULL_REFRESH).stdout(), UTF_8);
        for (char separator : new char[] {'\u0085', '\u2028', '\u2029', '\u000b', '\f', '\u001c', '\u001d', '\u001e'}) {
            require(output.indexOf(separator) < 0, "U+%04X stands unescaped in a line", (int) separator);
        }
    }

    private void secretsAreNotSaid() {
        Outcome outcome = readAll(SyncMode.FULL_REFRESH);
        String said = new String(outcome.stdout(), UTF_8) + outcome.stderr();
        require(suite.secrets().stream().noneMatch(said::contains), "a secret of the config is in the output of read");
    }

    private void recordsAreValid() {
        Map<StreamName, Stream> streams =
                suite.discover().streams().stream().collect(Collectors.toMap(Stream::name, stream -> stream));
        for (DataRecord record : readAll(SyncMode.FULL_REFRESH).all(DataRecord.class)) {
            Stream stream = streams.get(record.stream());
            require(stream != null, "a record is of the stream %s, which was not asked for", record.stream());
            if (stream != null) {
                Optional<String> departure = Types.departure(stream.jsonSchema(), record.data(), "");
                require(departure.isEmpty(), "a record of %s departs: %s", record.stream(), departure.orElse(""));
            }
        }
    }

    private void statesCountRecords() {
        Outcome outcome = readAll(SyncMode.INCREMENTAL);
        Map<StreamName, Long> sinceState = new HashMap<>();
        Set<StreamName> withState = new HashSet<>();
        for (Message message : outcome.messages()) {
            if (message instanceof DataRecord record) {
                sinceState.merge(record.stream(), 1L, Long::sum);
            } else if (message instanceof State state) {
                require(state.kind() != State.Kind.LEGACY, "a state has no type");
                if (state.stream().isPresent()) {
                    StreamName stream = state.stream().get();
                    withState.add(stream);
                    long counted =
                            Optional.ofNullable(sinceState.put(stream, 0L)).orElse(0L);
                    Optional<Long> said = state.sourceStats().flatMap(Message.Stats::records);
                    require(said.isPresent(), "a state of %s has no sourceStats.recordCount", stream);
                    require(
                            said.orElse(0L) == counted,
                            "a state of %s counts %d records, %d came",
                            stream,
                            said.orElse(0L),
                            counted);
                }
            }
        }
        for (Stream stream : incremental()) {
            require(withState.contains(stream.name()), "%s gave no state", stream.name());
            require(
                    sinceState.getOrDefault(stream.name(), 0L) == 0,
                    "%s gave records behind its last state",
                    stream.name());
        }
    }

    private void readsRepeat() {
        Set<String> first = keys(readAll(SyncMode.FULL_REFRESH).messages());
        Set<String> second = keys(readAll(SyncMode.FULL_REFRESH).messages());
        first.removeAll(second);
        require(
                first.isEmpty(),
                "%d records of a first read are missing in a second, e.g. %s",
                first.size(),
                first.stream().findFirst().orElse(""));
    }

    /** For some of the states: what came before it, and what a read from it gives, are together everything. */
    private void statesResume() {
        List<Stream> streams = incremental();
        if (streams.isEmpty()) {
            return;
        }
        List<Message> messages =
                suite.read(streams, SyncMode.INCREMENTAL, Optional.empty()).messages();
        List<Integer> states = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof State) {
                states.add(i);
            }
        }
        int step = Math.max(1, states.size() / RESUMED);
        for (int i = 0; i < states.size(); i += step) {
            List<Message> before = messages.subList(0, states.get(i) + 1);
            Outcome resumed = suite.read(streams, SyncMode.INCREMENTAL, Optional.of(saved(before)));
            require(
                    resumed.status() == 0,
                    "a read from state %d of %d exited with %d",
                    i + 1,
                    states.size(),
                    resumed.status());
            Set<String> missing = keys(messages);
            missing.removeAll(keys(covered(before)));
            missing.removeAll(keys(resumed.messages()));
            require(
                    missing.isEmpty(),
                    "%d records are lost when a read goes on from state %d of %d, e.g. %s",
                    missing.size(),
                    i + 1,
                    states.size(),
                    missing.stream().findFirst().orElse(""));
        }
    }

    private void terminationKeepsLines() {
        List<Stream> streams = suite.discover().streams();
        Outcome outcome = suite.source()
                .runUntil(suite.reading(streams, SyncMode.FULL_REFRESH, Optional.empty()), BEFORE_TERMINATION);
        require(!outcome.cutOff(), "stdout ends within a line after SIGTERM");
    }

    private Outcome readAll(SyncMode mode) {
        return suite.read(
                mode == SyncMode.INCREMENTAL ? incremental() : suite.discover().streams(), mode, Optional.empty());
    }

    private List<Stream> incremental() {
        return suite.discover().streams().stream()
                .filter(stream -> stream.supports(SyncMode.INCREMENTAL))
                .toList();
    }

    /** What a runtime would have saved: the newest state of each stream, or the newest one of all. */
    private static ArrayNode saved(List<Message> messages) {
        Map<String, State> newest = new LinkedHashMap<>();
        for (Message message : messages) {
            if (message instanceof State state) {
                newest.put(state.stream().map(StreamName::toString).orElse(""), state);
            }
        }
        ArrayNode file = Json.object().putArray("states");
        newest.values().forEach(state -> file.add(state.body()));
        return file;
    }

    /** The records that the states among these messages cover. */
    private static List<Message> covered(List<Message> messages) {
        Map<StreamName, List<Message>> open = new HashMap<>();
        List<Message> covered = new ArrayList<>();
        for (Message message : messages) {
            if (message instanceof DataRecord record) {
                open.computeIfAbsent(record.stream(), _ -> new ArrayList<>()).add(record);
            } else if (message instanceof State state) {
                if (state.stream().isPresent()) {
                    covered.addAll(open.getOrDefault(state.stream().get(), List.of()));
                    open.remove(state.stream().get());
                } else {
                    open.values().forEach(covered::addAll);
                    open.clear();
                }
            }
        }
        return covered;
    }

    /** What tells records apart: the key that the stream declares, otherwise the whole record. */
    private Set<String> keys(List<Message> messages) {
        Map<StreamName, List<List<String>>> keys = suite.discover().streams().stream()
                .collect(Collectors.toMap(Stream::name, Stream::sourceDefinedPrimaryKey));
        Set<String> found = new HashSet<>();
        for (Message message : messages) {
            if (message instanceof DataRecord record) {
                List<List<String>> paths = keys.getOrDefault(record.stream(), List.of());
                String key = paths.isEmpty()
                        ? record.data().toString()
                        : paths.stream()
                                .map(path -> at(record.data(), path).toString())
                                .collect(Collectors.joining(", "));
                found.add(record.stream() + " " + key);
            }
        }
        return found;
    }

    private static JsonNode at(JsonNode data, List<String> path) {
        JsonNode value = data;
        for (String name : path) {
            value = value.path(name);
        }
        return value;
    }

    private static String first(List<String> lines) {
        return lines.isEmpty() ? "" : lines.getFirst();
    }
}
