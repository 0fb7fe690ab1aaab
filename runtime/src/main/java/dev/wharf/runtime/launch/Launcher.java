package dev.wharf.runtime.launch;

import dev.wharf.protocol.Invocation;

/** A way to run connectors. Any thread. */
public interface Launcher extends AutoCloseable {

    /**
     * Starts a connector and returns when it runs, or throws a {@link dev.wharf.runtime.failure.WharfException} that says why it does not. Its pipes may not
     * be open yet: {@link Connector#input} and {@link Connector#output} wait for that.
     */
    Connector launch(Launch launch);

    /**
     * Removes what killed runs of this machine left behind: containers, directories, FIFOs.
     *
     * @return how many containers were removed
     */
    int reap();

    /** Ends what this launcher keeps open. Connectors are closed before. */
    @Override
    void close();

    /**
     * What to start.
     *
     * @param program an image or a command
     * @param role for labels, names and messages
     * @param invocation the verb with the contents of its files
     * @param run the run's name, a label of the container
     * @param input whether anything is written to its stdin; otherwise that is empty
     */
    record Launch(
            Program program,
            Role role,
            Invocation<byte[]> invocation,
            String run,
            Input input,
            Confinement confinement) {

        public enum Input {
            NONE,
            PIPE
        }
    }

    enum Role {
        SOURCE,
        DESTINATION;

        /** {@code source} or {@code destination}, for messages. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
