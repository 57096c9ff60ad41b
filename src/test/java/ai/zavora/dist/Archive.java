package ai.zavora.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The archive of {@code make dist}: the one that the property {@code zavora.archive} names, or one that is made now. */
final class Archive {
    private final Path file;

    private Archive(Path file) {
        this.file = file;
    }

    /** Packs what is built, and never builds: that would change what these tests run on. Without a network. */
    static Archive make() throws Exception {
        var named = System.getProperty("zavora.archive");
        if (named != null) {
            return new Archive(Path.of(named));
        }
        var offline = Files.isExecutable(Path.of("/usr/bin/unshare")) && "root".equals(System.getProperty("user.name"))
                ? "unshare --net "
                : "";
        Commands.in(Commands.PROJECT, "export ZAVORA_BUILD=never; " + offline + "scripts/dist");
        var sums = Files.readAllLines(Path.of("target/dist/SHA256SUMS"));
        return new Archive(
                Path.of("target/dist", sums.getFirst().split(" +", -1)[1]).toAbsolutePath());
    }

    Path file() {
        return file;
    }

    /** The name of its only folder, and of the file without its ending. */
    String title() {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - ".tar.gz".length());
    }

    /** What tar lists, with modes, owners and times. */
    List<String> listing() throws InterruptedException {
        return Commands.in(Commands.PROJECT, "TZ=UTC0 tar --full-time --numeric-owner -tvzf '" + file + "'")
                .lines()
                .toList();
    }

    /** Unpacks it; the folder it had in it. */
    Path unpack(Path folder) throws InterruptedException {
        Commands.in(folder, "tar -xzf '" + file + "'");
        return folder.resolve(title());
    }
}
