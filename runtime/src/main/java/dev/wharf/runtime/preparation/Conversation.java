package dev.wharf.runtime.preparation;

import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Connector.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Listens to a connector that was asked a question, until it ends. Used once, by one thread; two more of its own live as long. */
final class Conversation {

    private static final int BLOCK = 64 << 10;
    /** The longest answer, in bytes. Understood, it takes about ten times as much memory. */
    static final int LONGEST_LINE = 32 << 20;

    private static final int LONGEST_TEXT = 16 << 10;
    private static final int LAST_WORDS = 12;

    private final Connector connector;
    private final Consumer<String> log;
    private final Records records;
    private final int longestLine;
    private final Deque<String> lastWords = new ArrayDeque<>();
    private final Map<Class<?>, Message> kept = new LinkedHashMap<>();
    private Optional<Long> tooLong = Optional.empty();
    private boolean spoke;
    private volatile boolean late;

    /**
     * What it said.
     *
     * @param messages of each kind of answer and of errors the first, of new configs the last; nothing else is kept, however much it says
     * @param spoke it sent any message at all
     * @param tooLong the length in bytes of a line that was longer than an answer may be
     * @param late it took longer than it may, and was ended
     * @param lastWords the last lines that were no messages
     */
    record Said(
            List<Message> messages,
            boolean spoke,
            Optional<Long> tooLong,
            Exit exit,
            boolean late,
            List<String> lastWords) {

        Optional<Message.TraceError> error() {
            return messages.stream()
                    .filter(Message.TraceError.class::isInstance)
                    .map(Message.TraceError.class::cast)
                    .findFirst();
        }
    }

    /** Takes the records of an answer that has some. */
    interface Records {

        Records NONE = (_, _) -> true;

        /**
         * @param length of its line, in bytes
         * @return false when there are too many: then the connector is ended
         */
        boolean take(Message.DataRecord record, int length);
    }

    /** @param log gets what is no answer, already masked */
    Conversation(Connector connector, Consumer<String> log, Records records, int longestLine) {
        this.connector = connector;
        this.log = log;
        this.records = records;
        this.longestLine = longestLine;
    }

    Said hear(Duration limit) throws InterruptedException {
        Thread errors = Thread.ofPlatform().daemon().name("stderr").start(this::drainErrors);
        Thread watchdog = Thread.ofVirtual().name("watchdog").start(() -> endWhenLate(limit));
        hearMessages();
        Exit exit = connector.exited().join();
        watchdog.join();
        errors.join();
        synchronized (lastWords) {
            return new Said(List.copyOf(kept.values()), spoke, tooLong, exit, late, List.copyOf(lastWords));
        }
    }

    private void hearMessages() {
        try {
            Lines lines = new Lines(connector.output(), BLOCK, longestLine);
            while (lines.next()) {
                if (lines.tooLong()) {
                    tooLong = Optional.of(lines.length());
                    continue;
                }
                int length = lines.to() - lines.from();
                List<Message> found = Messages.readAll(lines.bytes(), lines.from(), lines.to());
                found.forEach(message -> message(message, length));
                if (found.isEmpty() && length > 0) {
                    int shown = Math.min(length, LONGEST_TEXT);
                    text(new String(lines.bytes(), lines.from(), shown, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // It was ended under our hands, or never opened its output: its exit tells.
            text("its output broke: " + e.getMessage());
        }
    }

    private void message(Message message, int length) {
        spoke = true;
        switch (message) {
            case Message.Log said -> log.accept(said.level() + " " + said.message());
            case Message.Control control -> kept.put(Message.Control.class, control);
            case Message.Spec _, Message.ConnectionStatus _, Message.CatalogOffer _, Message.TraceError _ ->
                kept.putIfAbsent(message.getClass(), message);
            case Message.DataRecord record -> {
                if (!records.take(record, length)) {
                    connector.close();
                }
            }
            case Message.State _,
                    Message.StreamStatus _,
                    Message.Analytics _,
                    Message.Estimate _,
                    Message.DestinationCatalog _,
                    Message.Unknown _ -> {}
        }
    }

    private void drainErrors() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connector.errors(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text(line);
            }
        } catch (IOException e) {
            text("its stderr broke: " + e.getMessage());
        }
    }

    private void text(String line) {
        log.accept(line);
        synchronized (lastWords) {
            lastWords.add(line);
            if (lastWords.size() > LAST_WORDS) {
                lastWords.remove();
            }
        }
    }

    private void endWhenLate(Duration limit) {
        try {
            connector.exited().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            late = true;
            connector.close();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exit is never exceptional", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
