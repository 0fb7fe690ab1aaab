package dev.wharf.runtime.state;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest extends StateStoreSuite {

    @TempDir
    Path directory;

    @Override
    public String location() {
        return directory.resolve("deep/state.db").toString();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }
}
