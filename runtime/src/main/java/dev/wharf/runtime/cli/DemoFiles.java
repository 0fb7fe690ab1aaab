package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;

/** What the demo writes into its project, and the questions that are shipped. One thread. */
final class DemoFiles {

    static final String CONNECTION = "billing";

    private static final String FILE = """
            # Made by `wharf demo`: what goes where.
            source:
              connector: stripe
              config:
                api_key: ${file:secrets/stripe}
                base_url: %s      # the stand-in; leave this line out, and it is Stripe itself
            destination:
              connector: duckdb
              config:
                path: warehouse/billing.duckdb
            collections:
              select: [customers, products, prices, subscriptions, invoices, charges, refunds, balance_transactions, payouts]
            """;

    private final Path project;

    /** A question and how it is asked: the first comment of a file in docs/queries. */
    record Question(String name, String words, String sql) {}

    DemoFiles(Path project) {
        this.project = project;
    }

    Path connection() {
        return project.resolve("connections").resolve(CONNECTION + ".yaml");
    }

    /** Writes the connection and its secret, unless somebody has made something else of them. */
    void write(URI stripe) {
        Path secret = project.resolve("secrets").resolve("stripe");
        try {
            refuseIfForeign(connection(), FILE);
            refuseIfForeign(secret, DemoStripe.KEY + "\n");
            Files.createDirectories(connection().getParent());
            Files.createDirectories(secret.getParent());
            Files.writeString(connection(), FILE.formatted(stripe));
            Files.writeString(secret, DemoStripe.KEY + "\n");
            if (Files.getFileStore(secret).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(
                        secret, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot write the demo's files below " + project + ": " + e + ". Name another directory with -C.",
                    e);
        }
    }

    /** The demo begins anew each time: nobody's own connection may be taken for it. */
    private void refuseIfForeign(Path file, String ours) throws IOException {
        if (Files.exists(file) && !addressless(Files.readString(file)).equals(addressless(ours))) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "The file " + file
                            + " is not as this demo writes it, and stays as it is. Rename or remove it, or let the demo"
                            + " live elsewhere with -C.");
        }
    }

    private static String addressless(String text) {
        return text.replaceFirst("base_url: \\S+", "base_url:");
    }

    static List<Question> questions() {
        return List.of(question("revenue-by-month"), question("churned-subscriptions"), question("failed-payments"));
    }

    private static Question question(String name) {
        try (InputStream file = DemoFiles.class.getResourceAsStream("/queries/stripe/" + name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("there is no query " + name);
            }
            String sql = new String(file.readAllBytes(), UTF_8);
            return new Question(name, sql.lines().findFirst().orElse("").replaceFirst("^-- ", ""), sql);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
