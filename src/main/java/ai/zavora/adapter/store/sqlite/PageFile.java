package ai.zavora.adapter.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A database as its pages, whatever state they are in (sqlite.org/fileformat2.html), with what its log holds on top.
 * Nothing is written, and no lock is taken.
 */
final class PageFile implements AutoCloseable {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int DEFAULT_SIZE = 4096;
    private static final int HEADER = 100;
    /** Where the header tells the first page of the list of free ones, and how many these are. */
    private static final int FIRST_FREE = 32;

    private static final int FREE_COUNT = 36;
    private static final int LOG_HEADER = 32;

    private final FileChannel file;
    private final Optional<FileChannel> log;
    private final int pageSize;
    private final ByteBuffer header;
    /** Where in the log the newest committed state of a page is. */
    private final Map<Integer, Long> logged = new HashMap<>();

    private final int count;

    private PageFile(FileChannel file, Optional<FileChannel> log) throws IOException {
        this.file = file;
        this.log = log;
        var logHeader = log.isPresent() ? bytes(log.get(), 0, LOG_HEADER) : ByteBuffer.allocate(0);
        var first = bytes(file, 0, HEADER);
        this.pageSize = size(first, logHeader);
        if (log.isPresent()) {
            readLog(log.get(), logHeader);
        }
        var last = logged.keySet().stream().mapToInt(page -> page).max().orElse(0);
        this.count = (int) Math.min(Integer.MAX_VALUE, Math.max(last, (file.size() + pageSize - 1) / pageSize));
        this.header = count == 0 ? first : page(1);
    }

    static PageFile open(Path path) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            var log = DatabaseFile.log(path);
            return new PageFile(
                    file,
                    Files.exists(log) ? Optional.of(FileChannel.open(log, StandardOpenOption.READ)) : Optional.empty());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static int size(ByteBuffer header, ByteBuffer logHeader) {
        if (startsWithMagic(header)) {
            var stored = header.getShort(16) & 0xffff;
            var size = stored == 1 ? 65_536 : stored;
            if (isSize(size)) {
                return size;
            }
        }
        return logHeader.limit() == LOG_HEADER && isSize(logHeader.getInt(8)) ? logHeader.getInt(8) : DEFAULT_SIZE;
    }

    private static boolean isSize(int size) {
        return size >= 512 && size <= 65_536 && Integer.bitCount(size) == 1;
    }

    private static boolean startsWithMagic(ByteBuffer header) {
        return header.limit() >= HEADER && header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    private void readLog(FileChannel channel, ByteBuffer logHeader) throws IOException {
        if (logHeader.limit() == LOG_HEADER) {
            logged.putAll(new LogFrames(logHeader, pageSize).committed((at, size) -> bytes(channel, at, size)));
        }
    }

    /** How many pages there are; the last may be cut. */
    int count() {
        return count;
    }

    int pageSize() {
        return pageSize;
    }

    /** Bytes of a page that hold data. */
    int usable() {
        return isIntact() ? Math.max(480, pageSize - (header.get(20) & 0xff)) : pageSize;
    }

    /** Whether the first page begins as that of a database does. */
    boolean isIntact() {
        return startsWithMagic(header);
    }

    int applicationId() {
        return header.getInt(68);
    }

    int userVersion() {
        return header.getInt(60);
    }

    /** A page by its number, from 1; what the file lacks of it is zero. */
    ByteBuffer page(int number) throws IOException {
        var place = logged.get(number);
        var found = place != null && log.isPresent()
                ? bytes(log.get(), place, pageSize)
                : bytes(file, (number - 1L) * pageSize, pageSize);
        return found.limit() == pageSize
                ? found
                : ByteBuffer.allocate(pageSize).put(found).rewind();
    }

    /** The pages that hold nothing any more, as far as the list of them can be read. */
    FreePages free() throws IOException {
        var free = new HashSet<Integer>();
        if (isIntact()) {
            var trunk = header.getInt(FIRST_FREE);
            while (trunk > 1 && trunk <= count && free.add(trunk)) {
                var page = page(trunk);
                addLeaves(page, free);
                trunk = page.getInt(0);
            }
        }
        var whole = isIntact() && free.size() == header.getInt(FREE_COUNT);
        // where the list goes on is lost, or that there is one; its pages look like no others
        var searched = !whole || free.isEmpty();
        for (var number = 2; number <= count && searched; number++) {
            var page = page(number);
            if (isTrunk(page)) {
                whole = false;
                addLeaves(page, free);
            }
        }
        return new FreePages(free, whole);
    }

    /** @param whole whether there are no others */
    record FreePages(Set<Integer> numbers, boolean whole) {}

    private void addLeaves(ByteBuffer trunk, Set<Integer> free) {
        var leaves = trunk.getInt(4);
        for (var i = 0; i < leaves && 8 + 4 * i + 4 <= pageSize; i++) {
            free.add(trunk.getInt(8 + 4 * i));
        }
    }

    /** The next page of the list, how many pages follow, and their numbers. */
    private boolean isTrunk(ByteBuffer page) {
        var next = page.getInt(0);
        var leaves = page.getInt(4);
        if (next < 0 || next > count || leaves < 1 || leaves > pageSize / 4 - 2) {
            return false;
        }
        for (var i = 0; i < leaves; i++) {
            var leaf = page.getInt(8 + 4 * i);
            if (leaf < 2 || leaf > count) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int size) throws IOException {
        var buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
            // on
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (log.isPresent()) {
                log.get().close();
            }
        }
    }
}
