package dev.wharf.runtime.schema;

import java.io.IOException;

/** Where the bytes of an altered record go. */
public interface Output {

    /** Takes {@code bytes[from, to)}, which stay as they are for now: a range of the block that was read. */
    void add(byte[] bytes, int from, int to) throws IOException;

    /** Takes bytes that may change as soon as this returns. */
    void copy(byte[] bytes, int from, int to) throws IOException;
}
