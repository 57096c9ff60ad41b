package ai.zavora.base.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The access control list of a file on Linux, see acl(5) and xattr(7), of which Java knows nothing. Where a file has one,
 * the permissions of its group are the most that the list grants to anybody, and not what the group may do.
 */
final class AccessList {
    private static final String ATTRIBUTE = "system.posix_acl_access";

    /** What Linux lets an attribute hold. */
    private static final int MOST_BYTES = 64 << 10;

    private AccessList() {}

    /** That of a file, as Linux keeps it; empty where it has none, or the system is another. */
    static Optional<byte[]> of(Path file) {
        var get = function("lgetxattr", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
        if (get.isEmpty()) {
            return Optional.empty();
        }
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(MOST_BYTES);
            var bytes = (long) get.get()
                    .invokeExact(arena.allocateFrom(file.toString()), arena.allocateFrom(ATTRIBUTE), room, (long)
                            MOST_BYTES);
            return bytes <= 0
                    ? Optional.empty()
                    : Optional.of(room.asSlice(0, bytes).toArray(JAVA_BYTE));
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }

    /**
     * Gives a file that list, and the permissions that are a part of it.
     *
     * @return whether the system let who runs the program
     */
    static boolean set(Path file, byte[] list) {
        var set = function("lsetxattr", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
        if (set.isEmpty()) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            return (int) set.get()
                            .invokeExact(
                                    arena.allocateFrom(file.toString()),
                                    arena.allocateFrom(ATTRIBUTE),
                                    arena.allocateFrom(JAVA_BYTE, list),
                                    (long) list.length,
                                    0)
                    == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }

    private static Optional<MethodHandle> function(String name, MemoryLayout result, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(symbol -> linker.downcallHandle(symbol, FunctionDescriptor.of(result, arguments)));
    }
}
