package dev.wharf.runtime.cli;

import dev.wharf.catalog.Nearest;
import dev.wharf.catalog.Shelf;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.ConnectionFile;
import dev.wharf.runtime.connection.ConnectionFile.Read;
import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.connection.Trial;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.Inquiry;
import dev.wharf.runtime.preparation.Interview;
import dev.wharf.runtime.preparation.PinnedImages;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.state.SqlStateStore;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.terminal.LiveProgress;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.PullProgress;
import dev.wharf.runtime.terminal.Screen;
import dev.wharf.runtime.terminal.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything a command may need, put together by hand in this one place. Each part is made when it is first asked for, because most
 * commands need few and the start must be quick. One thread.
 */
final class Application implements AutoCloseable {

    private final Shell shell;
    private final Globals globals;
    private final Secrets secrets = new Secrets();
    private final Screen screen;
    private final Clock clock = Clock.systemUTC();
    private @Nullable Shelf shelf;
    private @Nullable StateStore store;
    private @Nullable Launchers launcher;
    private @Nullable Interrupts interrupts;

    Application(Shell shell, Globals globals) {
        this.shell = shell;
        this.globals = globals;
        this.screen = new Screen(shell, secrets);
    }

    Shell shell() {
        return shell;
    }

    Secrets secrets() {
        return secrets;
    }

    Clock clock() {
        return clock;
    }

    LiveProgress progress() {
        return new LiveProgress(screen, globals.verbose);
    }

    Output output() {
        return new Output(shell, screen, secrets, globals.json);
    }

    /** Whether the result is wanted as JSON. */
    boolean json() {
        return globals.json;
    }

    /** Sets the project's directory, unless the user did. */
    void liveIn(String directory) {
        if (globals.directory.isEmpty()) {
            globals.directory = directory;
        }
    }

    /** The directory that has {@code connections/}. */
    Path project() {
        return shell.directory().resolve(globals.directory).toAbsolutePath().normalize();
    }

    /** Where runs, their logs and the state store are kept. */
    Path memory() {
        return project().resolve(".wharf");
    }

    /** The log and scratch files of a run. */
    Path runDirectory(String connection, String run) {
        return memory().resolve("runs").resolve(connection).resolve(run);
    }

    Shelf shelf() {
        if (shelf == null) {
            shelf = new Shelf();
        }
        return shelf;
    }

    StateStore store() {
        if (store == null) {
            store = SqlStateStore.open(storeLocation(), shell.environment());
        }
        return store;
    }

    /** The store, unless it would be a new file: looking must not leave one behind. */
    Optional<StateStore> existingStore() {
        boolean absent = storeLocation().equals(defaultStore()) && !Files.exists(Path.of(defaultStore()));
        return absent ? Optional.empty() : Optional.of(store());
    }

    /** The store, for what needs a connection that ran. */
    StateStore storeOf(String connection) {
        Optional<StateStore> found =
                existingStore().filter(known -> known.connections().contains(connection));
        return found.orElseThrow(() -> {
            List<String> known = existingStore().map(StateStore::connections).orElse(List.of());
            String next = Nearest.to(connection, known)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse(
                            known.isEmpty()
                                    ? "No connection ran here yet."
                                    : "Those that ran: " + String.join(", ", known) + ".");
            return new WharfException(
                    FailureCode.CONNECTION_UNKNOWN, "Connection " + connection + " never ran. " + next);
        });
    }

    private String storeLocation() {
        String asked = globals.stateStore.isEmpty()
                ? shell.environment().getOrDefault("WHARF_STATE_STORE", "")
                : globals.stateStore;
        return asked.isEmpty() ? defaultStore() : asked;
    }

    /** Where the store is, for people: without a password. */
    String storeName() {
        return storeLocation()
                .replaceFirst("://([^:@/]*):[^@]*@", "://$1:***@")
                .replaceAll("(?i)(password=)[^&]*", "$1***");
    }

    private String defaultStore() {
        return memory().resolve("state.db").toString();
    }

    Launchers launcher() {
        if (launcher == null) {
            Launchers made = new Launchers(shell.environment(), project(), output(), new PullProgress(screen));
            launcher = made;
            Interrupts interrupts = interrupts();
            interrupts.during(new Interrupts.Work("Interrupted: ending what was started.", made::end, () -> {}));
            interrupts.listen();
        }
        return launcher;
    }

    Interrupts interrupts() {
        if (interrupts == null) {
            interrupts = new Interrupts(output());
        }
        return interrupts;
    }

    Read read(String connection) {
        return file().read(connection);
    }

    ConnectionFile file() {
        return new ConnectionFile(project(), shelf(), shell.environment(), secrets);
    }

    /** The connection, its warnings told; refused when its file has problems. */
    Connection connection(String name) {
        return connection(name, Trial.none());
    }

    /** The same, as if its file had this choice in it. */
    Connection connection(String name, Trial trial) {
        return switch (file().read(name, trial)) {
            case Read.Valid(Connection connection) -> {
                output().warn(connection.file(), connection.warnings());
                yield connection;
            }
            case Read.Invalid(String file, List<Problem> problems, List<Problem> warnings) -> {
                output().warn(file, warnings);
                throw new Refused(file, problems);
            }
        };
    }

    List<String> connections() {
        return ConnectionFile.names(project());
    }

    /** @param limit how long a connector's answer may take */
    Inquiry inquiry(Duration limit) {
        Consumer<String> log = line -> {
            if (globals.verbose) {
                output().say(line);
            }
        };
        return new Inquiry(launcher(), secrets, newRun(), limit, log);
    }

    Preparation preparation(Connection connection) {
        return preparation(connection, images(connection));
    }

    Preparation preparation(Connection connection, PinnedImages images) {
        return new Preparation(connection, shelf(), images, interview(connection), secrets);
    }

    PinnedImages images(Connection connection) {
        return new PinnedImages(connection, store(), () -> launcher().images());
    }

    Interview interview(Connection connection) {
        return new Interview(connection.name(), inquiry(connection.silence()), store(), clock);
    }

    /** A name for a run: when it began, and four letters so that two of one second differ. */
    String newRun() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            letters.append((char) ('a' + ThreadLocalRandom.current().nextInt(26)));
        }
        return DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(clock.instant()) + "-" + letters;
    }

    @Override
    public void close() {
        if (launcher != null) {
            launcher.close();
        }
        if (interrupts != null) {
            interrupts.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
