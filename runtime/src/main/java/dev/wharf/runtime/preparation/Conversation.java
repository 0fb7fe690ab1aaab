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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Listens to a connector that was asked a question, until it ends. Used once, by one thread; two more of its own live as long. */
final class Conversation {

    private static final int BLOCK = 64 << 10;
    private static final int LONGEST_LINE = 512 << 20;
    private static final int LAST_WORDS = 12;

    private final Connector connector;
    private final Consumer<String> log;
    private final Deque<String> lastWords = new ArrayDeque<>();
    private volatile boolean late;

    /**
     * What it said.
     *
     * @param late it took longer than it may, and was ended
     * @param lastWords the last lines that were no messages
     */
    record Said(List<Message> messages, Exit exit, boolean late, List<String> lastWords) {

        Optional<Message.TraceError> error() {
            return messages.stream()
                    .filter(Message.TraceError.class::isInstance)
                    .map(Message.TraceError.class::cast)
                    .findFirst();
        }
    }

    /** @param log gets what is no answer, already masked */
    Conversation(Connector connector, Consumer<String> log) {
        this.connector = connector;
        this.log = log;
    }

    Said hear(Duration limit) throws InterruptedException {
        Thread errors = Thread.ofVirtual().name("stderr").start(this::drainErrors);
        Thread watchdog = Thread.ofVirtual().name("watchdog").start(() -> endWhenLate(limit));
        List<Message> messages = messages();
        Exit exit = connector.exited().join();
        watchdog.join();
        errors.join();
        synchronized (lastWords) {
            return new Said(messages, exit, late, List.copyOf(lastWords));
        }
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        try {
            Lines lines = new Lines(connector.output(), BLOCK, LONGEST_LINE);
            while (lines.next()) {
                List<Message> found = Messages.readAll(lines.bytes(), lines.from(), lines.to());
                found.forEach(this::log);
                messages.addAll(found);
                if (found.isEmpty() && lines.to() > lines.from()) {
                    text(new String(lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // It was ended under our hands, or never opened its output: its exit tells.
            text("its output broke: " + e.getMessage());
        }
        return messages;
    }

    private void log(Message message) {
        if (message instanceof Message.Log said) {
            log.accept(said.level() + " " + said.message());
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
