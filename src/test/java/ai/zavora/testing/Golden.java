package ai.zavora.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Compares texts that people or programs see with files kept beside the tests. {@code -Dgolden.update=true} writes the
 * files instead, except where {@code CI} is {@code true}; review the difference before committing.
 */
public final class Golden {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Golden() {}

    /**
     * Compares with a file in the resource folder of a test's package.
     *
     * @param test whose package it is
     * @param name of the file
     */
    public static void check(Class<?> test, String name, String actual) {
        checkFile(RESOURCES.resolve(test.getPackageName().replace('.', '/')).resolve(name), actual);
    }

    /** Compares with a file of the checkout, named from its root. */
    public static void checkFile(Path file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                refuseInCi();
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            assertThat(actual).as("%s; -Dgolden.update=true rewrites it", file).isEqualTo(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new AssertionError(file + " is missing; -Dgolden.update=true writes it", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseInCi() {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("goldens are never rewritten in CI");
        }
    }
}
