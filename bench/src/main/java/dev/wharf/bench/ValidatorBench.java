package dev.wharf.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wharf.runtime.schema.RecordCheck;
import dev.wharf.runtime.schema.RecordChecks;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record check against Jackson's parser and networknt, on the same valid records: about 380 bytes, 14 fields of mixed types. One
 * thread. Nanoseconds a record; the ratio is what counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ValidatorBench.RECORDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ValidatorBench {

    static final int RECORDS = 1000;

    private static final String SCHEMA = """
            {"type": "object", "properties": {
              "id": {"type": "integer"},
              "email": {"type": ["null", "string"], "maxLength": 254},
              "name": {"type": "string"},
              "active": {"type": "boolean"},
              "balance": {"type": "number", "minimum": 0},
              "plan": {"type": "string", "enum": ["free", "team", "business"]},
              "created_at": {"type": "string", "format": "date-time", "airbyte_type": "timestamp_with_timezone"},
              "birthday": {"type": ["string", "null"], "format": "date"},
              "address": {"type": "object", "properties": {
                "street": {"type": "string"}, "city": {"type": "string"}, "zip": {"type": "string"}}},
              "tags": {"type": "array", "items": {"type": "string"}},
              "score": {"type": ["null", "number"]},
              "visits": {"type": "integer", "minimum": 0, "maximum": 1000000},
              "custom": {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]},
              "note": {"type": ["null", "string"]}}}""";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final byte[][] records = new byte[RECORDS][];
    private final RecordCheck check = RecordChecks.compile((ObjectNode) MAPPER.readTree(SCHEMA));
    private final Schema networknt =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(MAPPER.readTree(SCHEMA));

    /** The same records in every run, all of them valid. */
    @Setup
    public void makeRecords() {
        Random random = new Random(1);
        for (int i = 0; i < RECORDS; i++) {
            records[i] = record(i, random).getBytes(UTF_8);
        }
        if (compiled() != RECORDS || jacksonAndNetworknt() != RECORDS) {
            throw new IllegalStateException("Not all records are valid.");
        }
    }

    private static String record(int i, Random random) {
        return """
                {"id":%d,"email":"person.%d@mail%d.example","name":"Person Number %d","active":%b,"balance":%d.%02d,"plan":"%s",\
                "created_at":"2024-%02d-%02dT%02d:30:00Z","birthday":"19%02d-07-14","address":{"street":"Long Street %d","city":"Harbour Town","zip":"%05d"},\
                "tags":["new","tag-%d"],"score":%s,"visits":%d,"custom":%s,"note":"left a message at the desk"}""".formatted(
                        1_000_000 + i,
                        i,
                        random.nextInt(100),
                        i,
                        random.nextBoolean(),
                        random.nextInt(10_000),
                        random.nextInt(100),
                        new String[] {"free", "team", "business"}[random.nextInt(3)],
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(100),
                        random.nextInt(1000),
                        random.nextInt(100_000),
                        random.nextInt(1000),
                        random.nextInt(4) == 0 ? "null" : random.nextInt(100) + ".5",
                        random.nextInt(1_000_000),
                        new String[] {"\"blue\"", "17", "true"}[random.nextInt(3)]);
    }

    @Benchmark
    public int compiled() {
        int valid = 0;
        for (byte[] record : records) {
            valid += check.valid(record, 0, record.length) ? 1 : 0;
        }
        return valid;
    }

    @Benchmark
    public int jacksonAndNetworknt() {
        int valid = 0;
        for (byte[] record : records) {
            valid += networknt.validate(MAPPER.readTree(record), OutputFormat.BOOLEAN) ? 1 : 0;
        }
        return valid;
    }

    /** What of the other side is parsing alone. */
    @Benchmark
    public int jackson() {
        int fields = 0;
        for (byte[] record : records) {
            fields += MAPPER.readTree(record).size();
        }
        return fields;
    }
}
