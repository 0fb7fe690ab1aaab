package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector.Exit;
import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.DockerLauncher.Options.Roads;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What every road to a container promises besides: confinement, and clear words about what an image cannot do. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ContainerSuite extends LaunchSuite {

    private static final Configuration SCRIPTED = Configuration.scripted("/bin/sh");
    private static final Confinement STANDARD = Confinement.standard();
    private static final long SMALL = 32 << 20;

    private final Map<String, String> environment;
    private final Roads roads;
    private final Road road;
    private final Engine engine;
    private final TestImages images;
    private final DockerLauncher launcher;
    private String image = "";

    /**
     * @param environment which engine
     * @param roads what the launcher may try
     * @param road what it should find
     */
    ContainerSuite(Map<String, String> environment, Roads roads, Road road) {
        this.environment = environment;
        this.roads = roads;
        this.road = road;
        this.engine = Engine.connect(environment);
        this.images = new TestImages(engine);
        this.launcher = DockerLauncher.connect(environment, new Options(roads, Optional.empty(), (_, _, _) -> {}));
    }

    @BeforeAll
    void load() throws IOException {
        image = images.load(SCRIPTED);
    }

    @AfterAll
    void remove() {
        images.close();
    }

    TestImages images() {
        return images;
    }

    @Override
    Launcher launcher() {
        return launcher;
    }

    @Override
    Program scripted() {
        return new Program.Image(image);
    }

    @Override
    List<String> orphan() {
        return List.of(roads.name(), image);
    }

    @Override
    Map<String, String> environment() {
        return environment;
    }

    @Override
    List<String> left(Owner owner) {
        Stream<String> containers = containers(owner).map(InspectContainerResponse::getName);
        Stream<String> directories =
                PrivateDirectory.of(owner::equals, System.getenv()).stream().map(Path::toString);
        return Stream.concat(containers, directories).toList();
    }

    private Stream<InspectContainerResponse> containers(Owner owner) {
        return engine
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerRequest.OWNER, owner.toString()))
                .exec()
                .stream()
                .map(container ->
                        engine.client().inspectContainerCmd(container.getId()).exec());
    }

    private Connector start(Configuration configuration, String script) throws IOException {
        return launch(
                new Program.Image(images().load(configuration)),
                Input.NONE,
                new Invocation.Spec<>(),
                with(script, STANDARD));
    }

    private Connector run(String script, Confinement confinement) {
        return run(script, Input.NONE, new Invocation.Spec<>(), confinement);
    }

    private static Confinement confinement(long memory, String user, List<String> writable) {
        return new Confinement(
                memory, 1, 64, writable, List.of(), Map.of(), Optional.of(user), Confinement.Network.NONE);
    }

    private static Exit drained(Connector connector) throws IOException {
        output(connector);
        return connector.exited().join();
    }

    @Test
    void roadIsTold() {
        assertEquals(road, run("exit 0", STANDARD).road());
    }

    @Test
    void connectorHasNoPowers() throws IOException {
        String status = output(run("cat /proc/self/status", STANDARD));
        assertTrue(status.contains("CapEff:\t0000000000000000"), status);
        assertTrue(status.contains("CapBnd:\t0000000000000000"), status);
        assertTrue(status.contains("NoNewPrivs:\t1"), status);
        assertTrue(status.contains("Seccomp:\t2"), status);
    }

    @Test
    void connectorWritesNowhereButInItsScratchSpace() throws IOException {
        String script =
                "for each in 'mount -t tmpfs x /work' 'mkdir /work/a' 'mkdir /a' 'mkdir /tmp/a' 'mkdir /scratch/a'; do"
                        + " if $each 2>/dev/null; then echo \"$each\"; fi; done";
        for (String user : List.of("0", "1000:1000", "airbyte")) {
            Connector connector = run(script, confinement(SMALL, user, List.of("/scratch")));
            assertEquals("mkdir /tmp/a\nmkdir /scratch/a\n", output(connector), user);
        }
    }

    @Test
    void writableDirectoryOfTheImageKeepsWhatIsInIt() throws IOException {
        String script = "cat /work/own && echo more >/work/own && cat /work/own";
        for (String user : List.of("1000:1000", "airbyte")) {
            assertEquals("own\nmore\n", output(run(script, confinement(SMALL, user, List.of("/work")))), user);
        }
    }

    @Test
    void programsRunFromTheScratchSpace() throws IOException {
        assertEquals("ran\n", output(run("cat /bin/sh >/tmp/sh; chmod 755 /tmp/sh; /tmp/sh -c 'echo ran'", STANDARD)));
    }

    @Test
    void connectorIsAloneBehindAnInit() throws IOException {
        assertEquals("docker-init\n1\n", output(run("cat /proc/1/comm; grep -c : /proc/net/dev", STANDARD)));
    }

    @Test
    void limitsAreTheEngines() {
        run("sleep 1000", confinement(SMALL, "1000", List.of()));
        HostConfig limits =
                containers(Owner.current()).findFirst().orElseThrow().getHostConfig();
        assertEquals(SMALL, limits.getMemory());
        assertEquals(SMALL, limits.getMemorySwap());
        assertEquals(64, limits.getPidsLimit());
        assertEquals(1_000_000_000, limits.getNanoCPUs());
        assertEquals(LogConfig.LoggingType.NONE, limits.getLogConfig().getType());
        assertEquals("none", limits.getNetworkMode());
        assertFalse(Boolean.TRUE.equals(limits.getPrivileged()));
    }

    @Test
    void configIsReadByAnyUserAndWrittenByNone() throws IOException {
        for (String user : List.of("0", "1000", "12345:12345", "airbyte")) {
            Connector connector = run(
                    "cat \"$3\"; { echo x >\"$3\"; } 2>/dev/null || echo ' refused'",
                    Input.NONE,
                    new Invocation.Check<>("config".getBytes(StandardCharsets.UTF_8)),
                    confinement(SMALL, user, List.of()));
            assertEquals("config refused\n", output(connector), user);
        }
    }

    @Test
    void secretIsNowhereInWhatTheEngineShows() {
        run("sleep 1000", Input.PIPE, new Invocation.Check<>("s3cr3t".getBytes(StandardCharsets.UTF_8)), STANDARD);
        String shown = String.valueOf(
                containers(Owner.current()).findFirst().orElseThrow().getRawValues());
        assertFalse(shown.contains("s3cr3t"), shown);
    }

    @Test
    void memoryLimitIsTheCause() throws IOException {
        Exit exit =
                drained(run("exec dd if=/dev/zero of=/dev/null bs=100M count=1", confinement(SMALL, "0", List.of())));
        assertEquals(137, exit.status());
        assertTrue(exit.outOfMemory(), exit.toString());
    }

    @Test
    void memoryLimitIsTheCauseWhenOnlyAChildWasKilled() throws IOException {
        Exit exit = drained(
                run("dd if=/dev/zero of=/dev/null bs=100M count=1; exit 9", confinement(SMALL, "0", List.of())));
        assertTrue(exit.outOfMemory(), exit.toString());
    }

    @Test
    void imagesOwnSettingsAreKept() throws IOException {
        Configuration configuration = SCRIPTED.with(
                        "Env", List.of("PATH=/bin:/usr/bin", "LANG=C.UTF-8", "JAVA_OPTS=-Xmx1g"))
                .with("WorkingDir", "/work")
                .with("User", "airbyte");
        Connector connector = start(configuration, "pwd; echo $LANG $JAVA_OPTS; id -u");
        assertEquals("/work\nC.UTF-8 -Xmx1g\n1000\n", output(connector));
    }

    @Test
    void entrypointIsFoundWhereAirbyteNamesItOrInTheCommand() throws IOException {
        Configuration bare = SCRIPTED.without("Entrypoint");
        Configuration named = bare.with("Env", List.of("AIRBYTE_ENTRYPOINT=/bin/cat /proc/self/cmdline"));
        assertTrue(output(start(named, "")).startsWith("/bin/cat\0/proc/self/cmdline\0spec\0"));
        Configuration commanded = bare.with("Cmd", List.of("/bin/cat", "/proc/self/cmdline"));
        assertTrue(output(start(commanded, "")).startsWith("/bin/cat\0/proc/self/cmdline\0spec\0"));
    }

    @Test
    void imageWithoutAnyProgramIsUnsuitable() {
        WharfException refused = assertThrows(WharfException.class, () -> start(SCRIPTED.without("Entrypoint"), ""));
        assertEquals(FailureCode.IMAGE_UNSUITABLE, refused.code());
    }

    @Test
    void missingEntrypointIsNamed() throws IOException {
        Connector connector = start(SCRIPTED.with("Entrypoint", List.of("/nowhere")), "");
        Exit exit = drained(connector);
        assertEquals("127 (its entrypoint is missing)", exit.describe());
        assertTrue(text(connector.errors()).contains("/nowhere"));
    }

    @Test
    void otherArchitectureIsTheExplanation() throws IOException {
        Exit exit = drained(start(SCRIPTED.on("s390x"), "exit 1"));
        assertTrue(exit.explanation().orElse("").contains("the image is for s390x"), exit.toString());
    }

    @Test
    void directoriesOfThisMachineAreMountedAsAsked() throws IOException {
        Path missing = Path.of("/nowhere/at/all");
        Confinement confinement = new Confinement(
                SMALL,
                1,
                64,
                List.of(),
                List.of(new Confinement.Mount(missing, "/data", Confinement.Mount.Access.READ)),
                Map.of(),
                Optional.empty(),
                Confinement.Network.NONE);
        WharfException refused = assertThrows(WharfException.class, () -> run("true", confinement));
        assertEquals(FailureCode.INPUT_INVALID, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("/nowhere/at/all"), refused.getMessage());
    }

    @Test
    void unknownImageIsUnavailable() {
        WharfException refused = assertThrows(
                WharfException.class,
                () -> launch(
                        new Program.Image("localhost:1/no/such:image"), Input.NONE, new Invocation.Spec<>(), STANDARD));
        assertEquals(FailureCode.IMAGE_UNAVAILABLE, refused.code());
    }
}
