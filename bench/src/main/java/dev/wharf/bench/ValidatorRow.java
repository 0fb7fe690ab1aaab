package dev.wharf.bench;

import java.io.IOException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The record check alone, against Jackson and networknt on the same bytes: {@link ValidatorBench}, each time in a JVM of its own. */
final class ValidatorRow implements Row {

    private static final int RECORDS = 1_000_000;

    @Override
    public String name() {
        return "validator";
    }

    @Override
    public String what() {
        return "the record check, one thread";
    }

    @Override
    public String against() {
        return "Jackson and networknt";
    }

    @Override
    public Aim aim() {
        return new Aim.SpeedAtLeast(5);
    }

    @Override
    public long records() {
        return RECORDS;
    }

    @Override
    public void prepare() {}

    @Override
    public double ours() throws IOException {
        return seconds("compiled");
    }

    @Override
    public double theirs() throws IOException {
        return seconds("jacksonAndNetworknt");
    }

    private static double seconds(String benchmark) throws IOException {
        try {
            double nanos = new Runner(new OptionsBuilder()
                            .include(ValidatorBench.class.getName() + "." + benchmark + "$")
                            .forks(1)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(3)
                            .measurementTime(TimeValue.seconds(1))
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .runSingle()
                    .getPrimaryResult()
                    .getScore();
            return nanos * RECORDS / 1e9;
        } catch (RunnerException e) {
            throw new IOException("JMH could not run " + benchmark + ".", e);
        }
    }
}
