package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the system does to the process: signals, closed pipes, full disks, kills. */
final class ProcessFaultsTest extends ProgramTest {

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalInTheMiddleOfAnAnswerEndsIt(String signal, int exit) throws InterruptedException {
        server.reply(Fault.silenceBetweenEvents());
        try (var running = program().start("ask", PROMPT)) {
            running.awaitOutput("Once");

            running.signal(signal);
            var run = running.finish();

            assertThat(run.exit()).as(run.err()).isEqualTo(exit);
            assertThat(run.err()).doesNotContain("\tat ", "Exception in");
        }
        assertThat(server.lastRequest().awaitClientClosedEarly(Duration.ofSeconds(10)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalLeavesAFinalLine(String signal, int exit) throws InterruptedException {
        server.reply(Fault.silenceBetweenEvents());
        try (var running = program().start("ask", "-o", "stream-json", PROMPT)) {
            running.awaitOutput("Once");

            running.signal(signal);
            var run = running.finish();

            assertThat(run.exit()).as(run.err()).isEqualTo(exit);
            var last = run.lastJson();
            assertThat(last.string("type")).contains("error");
            assertThat(last.object("data")
                            .orElseThrow()
                            .object("error")
                            .orElseThrow()
                            .integer("exit_code"))
                    .hasValue(exit);
        }
    }

    @Test
    void aSignalBeforeTheFirstEventEndsIt() throws InterruptedException {
        server.reply(Fault.silenceBeforeHeaders());
        try (var running = program().start("ask", PROMPT)) {
            server.awaitRequests(1);

            running.signal("INT");

            assertThat(running.finish().exit()).isEqualTo(130);
        }
    }

    /** As {@code timeout} sends it, to the process and to the process's group. */
    @Test
    void aSignalThatComesTwiceAtOnceIsOne() throws Exception {
        server.reply(Fault.silenceBetweenEvents());
        try (var running = program().start("ask", "--session-backend", "sqlite", PROMPT)) {
            running.awaitOutput("Once");
            var pid = Long.toString(running.pid());

            assertThat(new ProcessBuilder("kill", "-TERM", pid, pid, pid, pid)
                            .start()
                            .waitFor())
                    .isZero();

            var run = running.finish();
            assertThat(run.exit()).isEqualTo(143);
            assertThat(run.err()).contains("interrupted");
        }
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "export", "default-session")
                        .out())
                .contains("turn_aborted", "interrupted");
    }

    @Test
    void aSignalDuringTheWaitForARetryEndsIt() throws InterruptedException {
        server.otherwise(Fault.status(429, Duration.ofSeconds(30)));
        try (var running = program().start("ask", PROMPT)) {
            running.awaitError("Trying again");

            running.signal("INT");

            assertThat(running.finish().exit()).isEqualTo(130);
        }
    }

    @Test
    void aClosedPipeEndsQuietly() throws InterruptedException {
        server.reply(Reply.manyDeltas("line\n", 100_000));

        var run = program().shell("\"$ZAVORA\" ask hello | head -1; exit ${PIPESTATUS[0]}");

        assertThat(run.out()).isEqualTo("line\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isIn(0, 141);
    }

    @Test
    void answersOfAChatThatCannotBeWrittenAreNoSuccess() throws InterruptedException {
        var run = program().shell("echo hello | \"$ZAVORA\" chat >/dev/full");

        assertThat(run.exit()).isEqualTo(42);
        assertThat(run.err()).contains("[INPUT] ").contains("Hint: ");
    }

    @Test
    void helpThatCannotBeWrittenIsNoSuccess() throws InterruptedException {
        for (var asked : List.of("--help", "--version", "sessions list --help")) {
            var run = program().shell("\"$ZAVORA\" " + asked + " >/dev/full");

            assertThat(run.exit()).as(asked).isEqualTo(42);
            assertThat(run.err()).startsWith("[INPUT] ").contains("Hint: ").doesNotContain("cat:");
        }
        var unread = program().shell("\"$ZAVORA\" --help | head -c 1");
        assertThat(unread.err()).isEmpty();
    }

    @Test
    void aFullDiskEndsATurnThatIsToBeKept() throws InterruptedException {
        var allowed = program().shell("unshare -rm /bin/bash -c 'mount -t tmpfs -o size=64k tmpfs \"$HOME\"'");
        assumeThat(allowed.exit()).as("this user may make a small disk").isZero();

        failsInText(onASmallDisk("sqlite"), 11, "SESSION");
        answers(onASmallDisk("memory"));
    }

    private Finished onASmallDisk(String backend) throws InterruptedException {
        return program()
                .shell("exec unshare -rm /bin/bash -c 'mount -t tmpfs -o size=16k tmpfs \"$HOME\" && cd \"$HOME\""
                        + " && exec \"$ZAVORA\" ask --session-backend " + backend + " hello'");
    }

    @Test
    void aLimitOnFileSizesEndsATurnThatIsToBeKept() throws InterruptedException {
        // the standard streams are pipes, which the limit does not touch
        var ask = "ulimit -f 0; exec \"$ZAVORA\" ask --session-backend ";
        failsInText(program().shell(ask + "sqlite hello"), 11, "SESSION");
        answers(program().shell(ask + "memory hello"));
    }

    private static void answers(Finished run) {
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).as(run.err()).isEqualTo("Hello from the model server.\n");
        // that telemetry cannot be written, and how much of it was lost
        assertThat(run.err().lines()).as("warnings").hasSizeLessThanOrEqualTo(2);
        assertThat(run.err()).doesNotContain("\tat ", "[INTERNAL]");
    }

    @Test
    void aKilledTurnIsClosedByTheNext() throws InterruptedException {
        server.reply(Fault.silenceBetweenEvents(), Reply.text("Back again."));
        var arguments = new String[] {"ask", "--session-backend", "sqlite", "--session-id", "s1", "First"};
        try (var running = program().start(arguments)) {
            running.awaitOutput("Once");
            running.signal("KILL");
            assertThat(running.finish().exit()).isEqualTo(137);
        }
        arguments[5] = "Second";

        var run = program().run(arguments);

        assertThat(run.out()).as(run.err()).isEqualTo("Back again.\n");
        assertThat(server.lastRequest().lastUserText()).contains("First", "Second");
    }
}
