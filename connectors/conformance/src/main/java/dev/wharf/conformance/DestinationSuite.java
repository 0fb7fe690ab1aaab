package dev.wharf.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What every destination that fills tables must do. A destination extends this with what {@link Warehouse} asks for. */
public abstract class DestinationSuite
        implements LoadModes, Patched, ExactlyOnce, TypedColumns, LargeLoads, Killed, Questions {

    @TempDir
    protected Path folder;

    @Override
    public Path folder() {
        return folder;
    }
}
