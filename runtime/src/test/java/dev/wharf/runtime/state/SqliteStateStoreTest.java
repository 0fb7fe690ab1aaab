package dev.wharf.runtime.state;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest extends StateStoreSuite {

    @TempDir
    Path directory;

    @Override
    protected StateStore open() {
        return SqlStateStore.open(directory.resolve("deep/state.db").toString(), Map.of());
    }
}
