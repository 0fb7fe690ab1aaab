package dev.wharf.runtime.launch;

import dev.wharf.runtime.launch.Launcher.Launch;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The environment variables that connectors know from the Airbyte platform. Never a secret (invariant 8). */
final class Variables {

    private Variables() {}

    /**
     * What is added to the connector's own environment.
     *
     * @param identity the image as the user wrote it, or the command
     * @param own whether the connector's own environment has a variable
     */
    static SequencedMap<String, String> of(Launch launch, String identity, Predicate<String> own) {
        SequencedMap<String, String> variables = new TreeMap<>(Map.of(
                "DEPLOYMENT_MODE", "OSS",
                "WORKER_CONNECTOR_IMAGE", identity,
                "WORKER_JOB_ID", launch.run(),
                "WORKER_JOB_ATTEMPT", "0",
                // Without it old Java sources send LEGACY states.
                "USE_STREAM_CAPABLE_STATE", "true"));
        if (!own.test("JAVA_OPTS")) {
            // A JVM that is out of memory ends with status 3 instead of hanging.
            variables.put("JAVA_OPTS", "-XX:+ExitOnOutOfMemoryError");
        }
        variables.putAll(launch.confinement().environment());
        return variables;
    }
}
