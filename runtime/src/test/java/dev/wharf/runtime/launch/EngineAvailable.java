package dev.wharf.runtime.launch;

import dev.wharf.runtime.failure.WharfException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class of tests in one sentence where no Docker engine runs. */
public final class EngineAvailable implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        try {
            Engine.connect(System.getenv());
        } catch (WharfException e) {
            throw new AssertionError(
                    context.getDisplayName() + " needs a Docker engine; ./dev/engine start starts one. "
                            + e.getMessage(),
                    e);
        }
    }
}
