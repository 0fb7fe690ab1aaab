package dev.wharf.runtime.state;

import dev.wharf.conformance.PostgresCluster;
import java.util.Map;

class PostgresStateStoreIT extends StateStoreSuite {

    private final PostgresCluster server = PostgresCluster.shared();
    private final String location = "postgresql://postgres@127.0.0.1:" + server.port() + "/" + server.newDatabase();

    @Override
    protected StateStore open() {
        return SqlStateStore.open(location, Map.of("WHARF_STATE_PASSWORD", PostgresCluster.PASSWORD));
    }
}
