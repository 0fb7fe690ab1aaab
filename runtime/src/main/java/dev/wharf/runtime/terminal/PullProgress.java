package dev.wharf.runtime.terminal;

import dev.wharf.catalog.Bytes;
import dev.wharf.runtime.launch.Images;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pulls of images, for people: on a terminal a line that is drawn again as bytes arrive and taken away at the end, elsewhere a line at
 * the beginning, one for each quarter of a large image, and one at the end. Any thread.
 */
public final class PullProgress implements Images.Progress {

    /** A smaller image is here before anybody wonders. */
    private static final Bytes LARGE = new Bytes(64L << 20);

    private final Screen screen;
    private final Set<String> pulling = new TreeSet<>();
    private final Map<String, Long> quarters = new HashMap<>();

    public PullProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void begun(String reference) {
        pulling.add(reference);
        if (screen.live()) {
            screen.draw(List.of(words(reference)));
        } else {
            screen.say(words(reference));
        }
    }

    @Override
    public synchronized void pulled(String reference, long pulled, long total) {
        if (!pulling.contains(reference)) {
            return;
        }
        String line = words(reference) + ": " + new Bytes(pulled) + " of " + new Bytes(total);
        if (screen.live()) {
            screen.draw(List.of(line));
            return;
        }
        // The total grows while layers are announced, so that a quarter may seem to be reached twice.
        long quarter = total == 0 ? 0 : 4 * pulled / total;
        boolean next = quarter > quarters.getOrDefault(reference, 0L) && quarter < 4;
        if (next && new Bytes(total).compareTo(LARGE) >= 0) {
            quarters.put(reference, quarter);
            screen.say(line);
        }
    }

    @Override
    public synchronized void ended(String reference) {
        pulling.remove(reference);
        quarters.remove(reference);
        screen.draw(List.of());
    }

    /** A digest is longer than a line. */
    private static String words(String reference) {
        return "Pulling " + reference.replaceFirst("@sha256:(\\w{12}).*", "@$1");
    }
}
