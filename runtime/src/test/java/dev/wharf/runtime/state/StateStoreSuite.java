package dev.wharf.runtime.state;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every state store does: an implementation's test says where it opens one. */
abstract class StateStoreSuite implements StatesSuite, HistorySuite, QuarantineSuite, RunsSuite, KillSuite {

    private @Nullable StateStore store;

    @Override
    public final StateStore another() {
        return SqlStateStore.open(location(), environment());
    }

    @BeforeEach
    void openStore() {
        store = another();
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    @Override
    public final StateStore store() {
        return java.util.Objects.requireNonNull(store);
    }
}
