package dev.wharf.sdk;

import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.Log.Level;
import java.time.InstantSource;
import java.util.Optional;

/** What a connector has to say besides records and states. Secrets of the config are masked. Any thread. */
public class Notices {

    private final Outlet outlet;
    private final Secrets secrets;
    private final InstantSource clock;

    Notices(Outlet outlet, Secrets secrets, InstantSource clock) {
        this.outlet = outlet;
        this.secrets = secrets;
        this.clock = clock;
    }

    public void info(String message) {
        log(Level.INFO, message);
    }

    public void warn(String message) {
        log(Level.WARN, message);
    }

    public void log(Level level, String message) {
        outlet.message(new Message.Log(level, secrets.mask(message), Optional.empty()));
    }

    /** A figure for the runtime: {@code type} says which, {@code value} is text. */
    public void analytics(String type, String value) {
        outlet.message(new Message.Analytics(type, secrets.mask(value), clock.instant()));
    }
}
