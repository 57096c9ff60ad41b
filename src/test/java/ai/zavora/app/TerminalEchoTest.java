package ai.zavora.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.cli.setup.Echo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C reaches {@code stty} as well as the program, and may end it before the program knows of the key. */
final class TerminalEchoTest {
    private static final String STATE = "500:5:bf:8a3b";

    @TempDir
    private Path folder;

    @Test
    void aChildThatControlCEndedIsStartedAgain() throws Exception {
        var echo = echo("if [ ! -e ended ]; then touch ended; kill -INT $$; fi");

        try (var held = echo.hold(Echo.Typed.HIDDEN, () -> {})) {
            Files.delete(folder.resolve("ended"));
            held.takeRest();
            Files.delete(folder.resolve("ended"));
        }

        assertThat(Files.readAllLines(folder.resolve("calls")))
                .satisfiesExactly(
                        call -> assertThat(call).isEqualTo("-g"),
                        call -> assertThat(call).contains("-echo"),
                        call -> assertThat(call).contains("-icanon"),
                        call -> assertThat(call).isEqualTo(STATE));
    }

    @Test
    void aTerminalThatCannotBeToldHidesNothing() throws Exception {
        var echo = echo("exit 1");

        assertThatThrownBy(() -> echo.hold(Echo.Typed.HIDDEN, () -> {}))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
    }

    /** An {@code stty} that begins with something and then writes down what it is told. */
    private TerminalEcho echo(String beginning) throws IOException {
        var stty = folder.resolve("stty");
        Files.writeString(stty, """
                #!/bin/sh
                cd '%s' || exit 1
                %s
                echo "$*" >> calls
                echo %s
                """.formatted(folder, beginning, STATE));
        Files.setPosixFilePermissions(stty, PosixFilePermissions.fromString("rwx------"));
        return new TerminalEcho(_ -> {}, List.of(stty.toString()), new File("/dev/null"));
    }
}
