package dev.wharf.sdk;

import dev.wharf.protocol.StreamName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where a source writes. Any thread. */
public final class Output extends Notices {

    private final Outlet outlet;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Map<StreamName, StreamOutput> streams = new ConcurrentHashMap<>();
    private final List<Runnable> figures = new CopyOnWriteArrayList<>();

    Output(Outlet outlet, Secrets secrets, InstantSource clock) {
        super(outlet, secrets, clock);
        this.outlet = outlet;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** What is said of one stream; the same object for the same name. */
    public StreamOutput stream(StreamName name) {
        return streams.computeIfAbsent(
                name, absent -> new StreamOutput(absent, outlet, secrets, clock, this::tellFigures));
    }

    /**
     * Figures that are told again while the source reads, e.g. the calls it has spent: {@code tell} is called before each state goes out,
     * by the thread that sends it, and once more when {@link Source#read} has ended, however it ended.
     */
    public void figures(Runnable tell) {
        figures.add(tell);
    }

    /** The vendor's API refuses calls for a while, of whatever stream: as {@link StreamOutput#rateLimited}, for all that are under way. */
    public void rateLimited(Duration pause) {
        streams.values().stream().filter(StreamOutput::open).forEach(stream -> stream.rateLimited(pause));
    }

    /** Sends what has been written, at once: before a long wait. */
    public void flush() {
        outlet.flush();
    }

    void tellFigures() {
        figures.forEach(Runnable::run);
    }

    boolean anyFailed() {
        return streams.values().stream().anyMatch(StreamOutput::failed);
    }
}
