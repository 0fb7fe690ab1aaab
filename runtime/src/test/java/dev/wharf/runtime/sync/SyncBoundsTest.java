package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.selected;
import static dev.wharf.runtime.sync.SyncScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Stream;
import dev.wharf.runtime.sync.Report.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is large, or many. */
class SyncBoundsTest {

    @RegisterExtension
    final SyncScene scene = new SyncScene();

    @Test
    void recordOf64MegabytesArrivesWhole() {
        int size = 64 << 20;
        Report report = scene.run(
                stage -> {
                    stage.raw(
                            "{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"emitted_at\":1,\"data\":{\"id\":1,\"text\":\""
                                    .getBytes(StandardCharsets.UTF_8));
                    byte[] part = new byte[1 << 20];
                    Arrays.fill(part, (byte) 'x');
                    for (int i = 0; i < size >> 20; i++) {
                        stage.raw(part);
                    }
                    stage.say("\"}}}");
                    stage.say(state(USERS, 1));
                    return 0;
                },
                stage -> {
                    String line = stage.in.readLine();
                    assertTrue(line.length() > size);
                    return scene.loads(stage);
                });

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
    }

    @Test
    void lineOf100MegabytesThatIsNoJsonDoesNotEndTheRun() {
        Report report = scene.run(
                stage -> {
                    byte[] part = new byte[1 << 20];
                    Arrays.fill(part, (byte) 'z');
                    for (int i = 0; i < 100; i++) {
                        stage.raw(part);
                    }
                    stage.say("");
                    stage.say(record(USERS, 1));
                    return 0;
                },
                scene::loads);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(List.of(record(USERS, 1)), scene.loaded);
        assertEquals(
                100L << 20,
                scene.store
                        .quarantined("shop", Optional.empty(), 1)
                        .getFirst()
                        .line()
                        .length());
    }

    @Test
    void statesOfTenMegabytesComeBackWhole() {
        String padding = "p".repeat(10 << 20);
        Report report = scene.run(
                stage -> {
                    for (int i = 1; i <= 8; i++) {
                        stage.say(record(USERS, i));
                        stage.say(state(USERS, i).replace("\"cursor\"", "\"padding\":\"" + padding + "\",\"cursor\""));
                    }
                    return 0;
                },
                scene::loads);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertTrue(scene.saved(USERS).endsWith("\"cursor\":8}"));
    }

    @Test
    void fiveThousandCollectionsEachHaveTheirLine() {
        List<Stream> streams = IntStream.range(0, 5000)
                .mapToObj(i -> SyncScene.stream("c" + i))
                .toList();
        scene.selecting(streams.stream().map(SyncScene::selected).toList());
        Report report = scene.run(
                stage -> {
                    for (int round = 0; round < 3; round++) {
                        for (Stream stream : streams) {
                            stage.say(record(stream, round));
                        }
                    }
                    for (Stream stream : streams) {
                        stage.say(state(stream, 3));
                    }
                    return 0;
                },
                this::loadsLightly);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(5000, report.collections().size());
        assertTrue(
                report.collections().stream().allMatch(line -> line.records() == 3 && line.acknowledgedStates() == 1));
    }

    @Test
    void twoMessagesGluedTogetherAreBothCarried() {
        scene.selecting(selected(USERS));
        scene.run(SyncScene.says(record(USERS, 1) + record(USERS, 2), state(USERS, 2)), scene::loads);

        assertEquals(List.of(record(USERS, 1), record(USERS, 2)), scene.loaded);
    }

    private int loadsLightly(ScriptedLauncher.Stage stage) throws IOException {
        for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
            if (line.contains("\"STATE\"")) {
                stage.say(line);
            }
        }
        return 0;
    }
}
