package dev.wharf.runtime.terminal;

import dev.wharf.runtime.secret.Secrets;
import java.util.List;

/**
 * What people see on stderr: lines that stay and, on a terminal, a few below them that are drawn again and again. Everything is masked
 * (invariant 8). Any thread.
 */
public final class Screen {

    private final Shell shell;
    private final Secrets secrets;
    private List<String> drawn = List.of();

    public Screen(Shell shell, Secrets secrets) {
        this.shell = shell;
        this.secrets = secrets;
    }

    /** Whether a person watches. */
    public boolean live() {
        return shell.terminal();
    }

    /** A line that stays. */
    public synchronized void say(String line) {
        List<String> below = drawn;
        erase();
        shell.err().println(secrets.mask(line));
        show(below);
    }

    /** Puts these lines in the place of those that were drawn before; nothing where nobody watches. */
    public synchronized void draw(List<String> lines) {
        if (live()) {
            erase();
            show(lines);
        }
    }

    private void show(List<String> lines) {
        lines.forEach(line -> shell.err().println(secrets.mask(line)));
        drawn = List.copyOf(lines);
        shell.err().flush();
    }

    /** Up to where the last drawing began, and clears from there. */
    private void erase() {
        if (!drawn.isEmpty()) {
            shell.err().print("\u001b[" + drawn.size() + "A\u001b[J");
        }
    }
}
