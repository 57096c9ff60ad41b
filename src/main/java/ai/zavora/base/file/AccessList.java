package ai.zavora.base.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The access control list of a file on Linux, see acl(5) and xattr(7), of which Java knows nothing. Where a file has one,
 * the permissions of its group are the most that the list grants to anybody, and not what the group may do.
 */
final class AccessList {
    private static final String ATTRIBUTE = "system.posix_acl_access";

    /** What Linux lets an attribute hold. */
    private static final int MOST_BYTES = 64 << 10;

    /** The bytes of an entry: a tag and rights of two each, and an id, see linux/posix_acl_xattr.h. */
    private static final int ENTRY = 8;

    private static final short USER = 2;
    private static final short OWNING_GROUP = 4;
    private static final short READ_AND_WRITE = 6;

    private AccessList() {}

    /** That of a file, as Linux keeps it; empty where it has none, or the system is another. */
    static Optional<byte[]> of(Path file) {
        var get =
                CLibrary.function("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
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
            throw CLibrary.uncallable(e);
        }
    }

    /**
     * Gives a file that list, and the permissions that are a part of it.
     *
     * @return whether the system let who runs the program
     */
    static boolean set(Path file, byte[] list) {
        var set = CLibrary.function(
                "lsetxattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
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
            throw CLibrary.uncallable(e);
        }
    }

    /**
     * A list for a file of somebody else, in another group: that group may do nothing, and the owner of the file that the
     * list is of may read and write.
     */
    static byte[] ofOthers(byte[] list, int owner) {
        var from = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
        var to = ByteBuffer.allocate(list.length + ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(from.getInt());
        while (from.remaining() >= ENTRY) {
            var tag = from.getShort();
            var rights = from.getShort();
            var id = from.getInt();
            if (tag == OWNING_GROUP) {
                to.putShort(USER).putShort(READ_AND_WRITE).putInt(owner);
            }
            if (tag != USER || id != owner) {
                to.putShort(tag)
                        .putShort(tag == OWNING_GROUP ? (short) 0 : rights)
                        .putInt(id);
            }
        }
        return Arrays.copyOf(to.array(), to.position());
    }
}
