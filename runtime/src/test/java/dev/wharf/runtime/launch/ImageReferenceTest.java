package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageReferenceTest {

    @ParameterizedTest
    @CsvSource({
        "source, docker.io, source, latest",
        "airbyte/source-faker:6.2.10, docker.io, airbyte/source-faker, 6.2.10",
        "docker.io/library/alpine, docker.io, alpine, latest",
        "ghcr.io/acme/a/b:1, ghcr.io, ghcr.io/acme/a/b, 1",
        "localhost/a, localhost, localhost/a, latest",
        "registry:5000/a:1, registry:5000, registry:5000/a, 1",
        "acme/a@sha256:12, docker.io, acme/a, sha256:12",
        "registry:5000/a:1@sha256:12, registry:5000, registry:5000/a, sha256:12"
    })
    void partsAreDockers(String text, String registry, String familiar, String wanted) {
        ImageReference reference = ImageReference.parse(text);
        assertEquals(registry, reference.registry());
        assertEquals(familiar, reference.familiar());
        assertEquals(wanted, reference.wanted());
    }
}
