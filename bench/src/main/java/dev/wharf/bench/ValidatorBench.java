package dev.wharf.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wharf.runtime.schema.RecordCheck;
import dev.wharf.runtime.schema.RecordChecks;
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
 * The record check against Jackson's parser and networknt, on the same valid records. One
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

    private static final JsonMapper MAPPER = new JsonMapper();

    private final byte[][] records = new byte[RECORDS][];
    private final RecordCheck check = RecordChecks.compile((ObjectNode) MAPPER.readTree(SampleRecords.SCHEMA));
    private final Schema networknt = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(MAPPER.readTree(SampleRecords.SCHEMA));

    /** The same records in every run, all of them valid. */
    @Setup
    public void makeRecords() {
        SampleRecords sample = new SampleRecords();
        for (int i = 0; i < RECORDS; i++) {
            records[i] = sample.next().getBytes(UTF_8);
        }
        if (compiled() != RECORDS || jacksonAndNetworknt() != RECORDS) {
            throw new IllegalStateException("Not all records are valid.");
        }
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
