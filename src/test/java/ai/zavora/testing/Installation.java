package ai.zavora.testing;

import java.nio.file.Path;

/** The program as {@code make install} puts it under a prefix, for tests of what operators type. */
public final class Installation {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private Installation() {}

    /**
     * Installs what was built last: tests never build.
     *
     * @param prefix a folder of its own
     * @return the folder of programs
     */
    public static Path under(Path prefix) throws InterruptedException {
        // -o: the target is run without the build it begins with
        var run = Launcher.in(PROJECT)
                .with("HOME", prefix.toString())
                .shell("make -o build install PREFIX='" + prefix + "'");
        if (run.exit() != 0) {
            throw new AssertionError(run.out() + run.err());
        }
        return prefix.resolve("bin");
    }
}
