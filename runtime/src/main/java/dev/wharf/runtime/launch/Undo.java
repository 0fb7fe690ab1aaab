package dev.wharf.runtime.launch;

import java.util.ArrayDeque;
import java.util.Deque;

/** What to take back, last first, unless everything went well. One thread. */
final class Undo implements AutoCloseable {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    void add(Runnable step) {
        steps.push(step);
    }

    /** All went well. */
    void forget() {
        steps.clear();
    }

    @Override
    public void close() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }
}
