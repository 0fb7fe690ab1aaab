package dev.wharf.standin;

import java.time.Duration;

/**
 * Where a stand-in listens, and how fast it is.
 *
 * @param host the address it binds: loopback for tests, {@code 0.0.0.0} in a container
 * @param port for plain HTTP; 0 for a free one
 * @param tlsPort for TLS; 0 for a free one
 * @param latency what every answer takes at least
 */
public record StandinOptions(String host, int port, int tlsPort, Duration latency) {
    public static StandinOptions onLoopback() {
        return new StandinOptions("127.0.0.1", 0, 0, Duration.ZERO);
    }

    public StandinOptions withLatency(Duration newLatency) {
        return new StandinOptions(host, port, tlsPort, newLatency);
    }
}
