package dev.wharf.runtime.state;

import dev.wharf.conformance.PostgresCluster;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class PostgresStateStoreIT extends StateStoreSuite {

    private static final PostgresCluster SERVER = PostgresCluster.shared();
    private static final String DATABASE = SERVER.newDatabase();
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final String location = "postgresql://postgres@127.0.0.1:" + SERVER.port() + "/" + DATABASE
            + "?schema=wharf_" + SCHEMAS.incrementAndGet();

    @Override
    public String location() {
        return location;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("WHARF_STATE_PASSWORD", PostgresCluster.PASSWORD);
    }
}
