package dev.wharf.sdk;

import dev.wharf.protocol.Message;
import dev.wharf.protocol.StreamName;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Where a source writes. Any thread. */
public final class Output extends Notices {

    private final Outlet outlet;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Map<StreamName, StreamOutput> streams = new ConcurrentHashMap<>();

    Output(Outlet outlet, Secrets secrets, InstantSource clock) {
        super(outlet, secrets, clock);
        this.outlet = outlet;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** What is said of one stream; the same object for the same name. */
    public StreamOutput stream(StreamName name) {
        return streams.computeIfAbsent(name, absent -> new StreamOutput(absent, outlet, secrets, clock));
    }

    /** The config has changed, e.g. a refresh token was used up: the whole new one, to be stored before anything else happens. */
    public void control(ObjectNode config) {
        outlet.message(new Message.Control(config, clock.instant()));
    }

    /** Sends what has been written, at once: before a long wait. */
    public void flush() {
        outlet.flush();
    }

    boolean anyFailed() {
        return streams.values().stream().anyMatch(StreamOutput::failed);
    }
}
