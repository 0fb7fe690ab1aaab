package dev.wharf.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.Shelf;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.Connection.Budget;
import dev.wharf.runtime.connection.Connection.Per;
import dev.wharf.runtime.connection.Connection.Schedule;
import dev.wharf.runtime.connection.Connection.Schedule.Quiet;
import dev.wharf.runtime.connection.ConnectionFile.Read;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Confinement.Mount;
import dev.wharf.runtime.launch.Confinement.Mount.Access;
import dev.wharf.runtime.launch.Confinement.Network;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.sync.InvalidPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFileTest {

    private static final Path EXAMPLES = Path.of("src/test/resources/connection");

    @TempDir
    Path outside;

    private Path project = Path.of("");
    private final Secrets secrets = new Secrets();

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(outside.resolve("project"));
        Files.createDirectories(project.resolve("connections"));
        Files.createDirectories(project.resolve("secrets"));
        Files.createDirectories(project.resolve("data"));
        Files.writeString(project.resolve("secrets/stripe"), "sk_live_123456\n");
        Files.write(project.resolve("secrets/binary"), new byte[] {(byte) 0xff, 0});
        for (String name : List.of("stripe", "binary")) {
            Files.setPosixFilePermissions(
                    project.resolve("secrets/" + name), PosixFilePermissions.fromString("rw-------"));
        }
    }

    static List<Path> badFiles() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve("bad"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void everyProblemIsToldAtOnceWithItsPlaceAndACure(Path example) throws IOException {
        if (example.endsWith("local-through-a-link.yaml")) {
            Files.createSymbolicLink(project.resolve("link"), project);
        }
        Read.Invalid invalid = assertInstanceOf(Read.Invalid.class, read(Files.readString(example)));
        StringBuilder told = new StringBuilder();
        invalid.problems()
                .forEach(problem ->
                        told.append(problem.describe("connections/x.yaml")).append('\n'));
        invalid.warnings()
                .forEach(problem -> told.append("warning: ")
                        .append(problem.describe("connections/x.yaml"))
                        .append('\n'));
        Golden.assertMatches(
                Path.of(example.toString().replace(".yaml", ".txt")),
                told.toString().replace(outside.toRealPath().toString(), "DIR").replace(outside.toString(), "DIR"));
    }

    @Test
    void aProblemNeverShowsAValueOfAConfig() throws IOException {
        Read.Invalid invalid = assertInstanceOf(Read.Invalid.class, read("""
                source:
                  connector: stripe
                  config: { api_key: hunter2, start: hunter3, page: hunter4, region: hunter5, proxy: { kind: hunter6 } }
                destination: { image: acme/destination:1 }
                """));
        assertFalse(invalid.toString().contains("hunter"), invalid.toString());
    }

    @Test
    void aSyntaxErrorDoesNotQuoteTheLine() throws IOException {
        assertFalse(read("source: {api_key: 'hunter2\n").toString().contains("hunter2"));
    }

    @Test
    void aFileSaysWhatItSays() throws IOException {
        Connection connection = valid(Files.readString(EXAMPLES.resolve("good/full.yaml")));
        assertEquals("x", connection.name());
        assertEquals("connections/x.yaml", connection.file());
        assertEquals(InvalidPolicy.FAIL, connection.invalid());
        assertEquals(20, connection.quarantineLimit());
        assertEquals(Duration.ofMinutes(90), connection.silence());
        assertEquals(Optional.of(new Budget(350, Per.DAY, 0.4, Optional.of("main"))), connection.budget());
        assertEquals(
                Optional.of(new Schedule(
                        4,
                        Per.DAY,
                        Optional.of(LocalTime.of(6, 30)),
                        ZoneId.of("Europe/Berlin"),
                        List.of(
                                new Quiet(LocalTime.of(9, 0), LocalTime.of(12, 0)),
                                new Quiet(LocalTime.of(22, 0), LocalTime.of(4, 0))))),
                connection.schedule());
        assertEquals(
                List.of("*", "charges", "users"),
                connection.settings().stream()
                        .map(s -> s.collections().toString())
                        .toList());
        assertEquals(
                new Connection.Settings(
                        connection.settings().get(1).collections(),
                        "collections.settings.charges",
                        Optional.of(SyncMode.FULL_REFRESH),
                        Optional.of(DestinationSyncMode.APPEND),
                        Optional.of("updated"),
                        Optional.of(List.of("id", "region")),
                        Optional.of(List.of("id", "region", "amount")),
                        Optional.of(InvalidPolicy.NULL)),
                connection.settings().get(1));
        assertEquals(Optional.of(List.of("id")), connection.settings().get(2).key());
    }

    @Test
    void aSourceIsGivenWhatTheShelfAndTheFileSay() throws IOException {
        Endpoint source =
                valid(Files.readString(EXAMPLES.resolve("good/full.yaml"))).source();
        assertEquals("stripe", source.label());
        assertEquals(new Program.Image("acme/source-stripe:1.4"), source.program());
        assertEquals(
                "{\"api_key\":\"sk_live_123456\",\"start\":\"2026-01-01\",\"page\":50,\"proxy\":{\"kind\":\"none\"},"
                        + "\"note\":\"${env:NOT} a reference, key eu-1!\"}",
                source.configForConnector().toString());
        assertEquals(
                new Confinement(
                        1L << 30,
                        1,
                        64,
                        List.of("/work"),
                        List.of(new Mount(project.resolve("data"), "/data", Access.READ)),
                        Map.of("TZ", "UTC"),
                        Optional.empty(),
                        Network.BRIDGE),
                source.confinement());
        assertTrue(source.statuses());
        assertFalse(source.refreshes());
    }

    @Test
    void everyReferenceIsASecretFromThenOn() throws IOException {
        valid(Files.readString(EXAMPLES.resolve("good/full.yaml")));
        assertEquals("*** in ***", secrets.mask("sk_live_123456 in eu-1"));
    }

    @Test
    void theDirectoryOfALocalFileIsMountedAndTheFileNamedAsTheConnectorSeesIt() throws IOException {
        Endpoint destination =
                valid(Files.readString(EXAMPLES.resolve("good/full.yaml"))).destination();
        Path directory = project.resolve("warehouse");
        assertFalse(Files.exists(directory), "reading a file makes nothing");
        Confinement confinement = destination.confinement();
        assertTrue(Files.isDirectory(directory));
        assertEquals(
                "{\"path\":\"/local/billing.db\"}",
                destination.configForConnector().toString());
        assertEquals(List.of(new Mount(directory, "/local", Access.WRITE)), confinement.mounts());
        String owner = Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        assertEquals(Optional.of(owner), confinement.user());
        assertEquals(Network.NONE, confinement.network());
    }

    @Test
    void aProgramOfThisMachineIsToldTheRealPathOfItsFile() throws IOException {
        Endpoint destination =
                valid(Files.readString(EXAMPLES.resolve("good/small.yaml"))).destination();
        assertEquals(new Program.Command(List.of("python", "destination.py")), destination.program());
        assertEquals(
                project.resolve("out/rows.jsonl").toString(),
                destination.configForConnector().path("file").asString());
    }

    @Test
    void anImageOfTheShelfIsKnownUnderAnyTag() throws IOException {
        Endpoint source =
                valid(Files.readString(EXAMPLES.resolve("good/small.yaml"))).source();
        assertEquals(new Program.Image("acme/source-stripe@sha256:0123"), source.program());
        assertEquals(Bytes.parse("512MiB").orElseThrow(), source.limits().memory());
        assertEquals(List.of("/airbyte"), source.writable());
    }

    @Test
    void whatAFileLeavesOutHasADefault() throws IOException {
        Connection connection = valid(Files.readString(EXAMPLES.resolve("good/small.yaml")));
        assertEquals(InvalidPolicy.QUARANTINE, connection.invalid());
        assertEquals(Connection.DEFAULT_QUARANTINE_LIMIT, connection.quarantineLimit());
        assertEquals(Duration.ofHours(2), connection.silence());
        assertEquals(List.of(), connection.settings());
        assertEquals(Optional.empty(), connection.schedule());
        assertEquals(Network.BRIDGE, connection.destination().network());
    }

    @Test
    void whatIsOnlyUnwiseIsAWarning() throws IOException {
        Files.setPosixFilePermissions(project.resolve("secrets/stripe"), PosixFilePermissions.fromString("rw-r--r--"));
        Connection connection =
                valid("""
                source:
                  connector: stripe
                  config: { api_key: "sk_live_123456", start: "2026-01-01", pagee: 5, proxy: { kind: "${file:secrets/stripe}" } }
                destination: { connector: crates, config: {} }
                """.replace("proxy: { kind: \"${file:secrets/stripe}\" }", "extra: \"${file:secrets/stripe}\""));
        assertEquals(
                List.of(
                        "x:3: source.config.extra: everybody on this machine can read the secret in secrets/stripe. chmod 600 secrets/stripe.",
                        "x:3: source.config.pagee: pagee is not a field that the connector's spec knows. Did you mean page?",
                        "x:3: source.config.extra: extra is not a field that the connector's spec knows. Known fields: api_key, page, proxy, region, start.",
                        "x:3: source.config.api_key: a secret stands in the file itself. Put it into a file outside version control: ${file:secrets/api_key}."),
                connection.warnings().stream()
                        .map(warning -> warning.describe("x"))
                        .toList());
    }

    @Test
    void onlyTheLastNewlineOfASecretFileIsTakenAway() throws IOException {
        Files.writeString(project.resolve("secrets/key"), "line 1\nline 2\n\n");
        Connection connection = valid("""
                source: { image: acme/source:1, config: { key: "${file:secrets/key}" } }
                destination: { image: acme/destination:1 }
                """);
        assertEquals(
                "line 1\nline 2\n", connection.source().config().path("key").asString());
    }

    @Test
    void textsThatOtherYamlsTakeForSomethingElseStayTexts() throws IOException {
        Connection connection = valid("""
                source:
                  image: acme/source:1
                  config: { a: no, b: on, c: 12:30, d: 2026-01-01, e: 123456789012345678901, f: 1e3, g: 0x1F, h: ~, i: "0123", j: true }
                destination: { image: acme/destination:1 }
                """);
        assertEquals(
                "{\"a\":\"no\",\"b\":\"on\",\"c\":\"12:30\",\"d\":\"2026-01-01\",\"e\":123456789012345678901,\"f\":1E+3,"
                        + "\"g\":31,\"h\":null,\"i\":\"0123\",\"j\":true}",
                connection.source().config().toString());
    }

    @Test
    void anUnknownConnectionIsAnsweredWithTheKnownOnes() throws IOException {
        WharfException none = assertThrows(WharfException.class, () -> file().read("billing"));
        assertEquals(FailureCode.CONNECTION_UNKNOWN, none.code());
        assertTrue(
                none.failure()
                        .message()
                        .startsWith(
                                "There is no connection billing: no file connections/billing.yaml. There is no connection in "),
                none.toString());
        Files.writeString(project.resolve("connections/billing.yaml"), "");
        assertTrue(assertThrows(WharfException.class, () -> file().read("biling"))
                .failure()
                .message()
                .endsWith("Did you mean billing?"));
        assertTrue(assertThrows(WharfException.class, () -> file().read("../../etc/passwd"))
                .failure()
                .message()
                .endsWith("There are: billing."));
        assertEquals(List.of("billing"), ConnectionFile.names(project));
    }

    @Test
    void bytesThatAreNoTextAreTold() throws IOException {
        Files.write(project.resolve("connections/x.yaml"), new byte[] {'a', ':', (byte) 0xff});
        Read.Invalid invalid = assertInstanceOf(Read.Invalid.class, file().read("x"));
        assertEquals(
                List.of(new Problem("", 0, "the file is not UTF-8 text", "Save it as UTF-8.")), invalid.problems());
    }

    @Test
    void whatIsNoSmallFileIsNotRead() throws IOException {
        Files.createDirectory(project.resolve("connections/directory.yaml"));
        Files.createSymbolicLink(project.resolve("connections/endless.yaml"), Path.of("/dev/zero"));
        Files.writeString(project.resolve("connections/large.yaml"), "#".repeat((1 << 20) + 1));
        for (String name : List.of("directory", "endless", "large")) {
            WharfException refused = assertThrows(WharfException.class, () -> file().read(name));
            assertTrue(
                    refused.failure().message().contains(name.equals("large") ? "larger than 1 MiB" : "it is no file"));
        }
        assertEquals(List.of("large"), ConnectionFile.names(project));
    }

    @Test
    void aFileThatIsNestedForEverIsRefused() throws IOException {
        for (String opened : List.of("[", "{a: ", "- ")) {
            Read.Invalid invalid = assertInstanceOf(Read.Invalid.class, read("a: 1\n" + opened.repeat(100_000)));
            assertEquals(1, invalid.problems().size(), invalid::toString);
        }
    }

    private Connection valid(String yaml) throws IOException {
        Read read = read(yaml);
        return assertInstanceOf(Read.Valid.class, read, read::toString).connection();
    }

    private Read read(String yaml) throws IOException {
        Files.writeString(project.resolve("connections/x.yaml"), yaml);
        return file().read("x");
    }

    private ConnectionFile file() {
        return new ConnectionFile(
                project, new Shelf("/shelf/"), Map.of("REGION", "eu-1", "EMPTY", "", "STRIPE_KEYS", "x"), secrets);
    }
}
