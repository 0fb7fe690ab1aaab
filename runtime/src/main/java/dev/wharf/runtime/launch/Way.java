package dev.wharf.runtime.launch;

/** How a container's files and bytes travel, best first. */
enum Way {
    /** Files and named pipes in a directory of this machine that is mounted. A shell joins the pipes to the connector. */
    FIFOS,
    /** Files in such a directory, bytes through the engine. */
    ATTACH,
    /** Both through the engine, which does not see this machine's directories. A shell waits for the files. */
    REMOTE,
    /** Bytes through the engine; there are no files. */
    REMOTE_WITHOUT_FILES;

    boolean needsShell() {
        return this == FIFOS || this == REMOTE;
    }

    /** Whether a directory of this machine is mounted. */
    boolean isShared() {
        return this == FIFOS || this == ATTACH;
    }
}
