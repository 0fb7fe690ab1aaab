package dev.wharf.runtime.launch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The few calls of the C library that the JDK does not offer. Any thread. */
@SuppressWarnings("restricted")
final class Posix {

    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    /** What Linux gives to a user without privileges, by default. */
    private static final int PIPE_BYTES = 1 << 20;

    private static final int OWNER_ONLY = 0600;
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 02 | 04000 | 02000000;
    private static final int F_SETPIPE_SZ = 1031;

    private static final MethodHandle MKFIFO = call("mkfifo", ADDRESS, JAVA_INT);
    private static final MethodHandle KILL = call("kill", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle OPEN = variadic("open", ADDRESS, JAVA_INT);
    private static final MethodHandle FCNTL = variadic("fcntl", JAVA_INT, JAVA_INT, JAVA_INT);

    private Posix() {}

    /** Makes a FIFO that only its owner may use. */
    static void makeFifo(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            if ((int) MKFIFO.invokeExact(arena.allocateFrom(path.toString()), OWNER_ONLY) != 0) {
                throw new IOException("Cannot make the FIFO " + path + ": its file system is full, or knows no FIFOs.");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Gives an open FIFO a larger buffer where the kernel allows it; fewer and larger reads are what makes it fast. */
    static void enlarge(Path fifo) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(fifo.toString()), O_RDWR_NONBLOCK_CLOEXEC);
            if (descriptor >= 0) {
                int _ = (int) FCNTL.invokeExact(descriptor, F_SETPIPE_SZ, PIPE_BYTES);
                int _ = (int) CLOSE.invokeExact(descriptor);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Sends a signal to every process of a group.
     *
     * @return whether there was one
     */
    static boolean killGroup(long group, int signal) {
        try {
            return (int) KILL.invokeExact(Math.toIntExact(-group), signal) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle call(String name, MemoryLayout... parameters) {
        return bind(name, parameters);
    }

    private static MethodHandle variadic(String name, MemoryLayout... parameters) {
        return bind(name, parameters, Linker.Option.firstVariadicArg(parameters.length == 3 ? 2 : parameters.length));
    }

    private static MethodHandle bind(String name, MemoryLayout[] parameters, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters), options);
    }
}
