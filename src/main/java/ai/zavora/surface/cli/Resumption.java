package ai.zavora.surface.cli;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the session a chat goes on with. */
final class Resumption {
    private static final int OFFERED = 20;

    private final Invocation invocation;

    Resumption(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * Makes sure that the session is not named a second time.
     *
     * @param how the command finds it, for the message
     */
    Resumption alone(String how) throws UsageException {
        for (var option : invocation.arguments().flags().keySet()) {
            if (option.name().equals("session_id")) {
                throw new UsageException(
                        "--session-id does not go with " + how + ", which says itself where to go on",
                        "Leave one of the two out.");
            }
        }
        return this;
    }

    /** That id, when there is such a session. */
    String existing(String id) {
        var settings = invocation.settings();
        requireKept();
        try (var store = invocation.services().sessions(settings, SessionAccess.EXISTING)) {
            var base = SessionViews.key(settings.sessions(), Optional.of(id));
            return store.find(base)
                    .orElseThrow(() -> SessionFailures.unknown(base))
                    .key()
                    .id();
        }
    }

    /** The session that was updated last; not one that a wrong clock dated after now, unless there is no other. */
    String last() {
        return sessions().getFirst().key().id();
    }

    /**
     * The one the person picks, the last one where nobody can be asked.
     *
     * @throws InterruptedException at Ctrl-C
     */
    String picked() throws InterruptedException {
        var sessions = sessions();
        var streams = invocation.streams();
        if (sessions.size() == 1
                || !streams.isTerminal(Streams.Standard.IN)
                || !streams.isTerminal(Streams.Standard.ERR)) {
            return sessions.getFirst().key().id();
        }
        var offered = sessions.subList(0, Math.min(OFFERED, sessions.size()));
        var text = new StringBuilder();
        for (var i = 0; i < offered.size(); i++) {
            var session = offered.get(i);
            text.append(i + 1)
                    .append(". ")
                    .append(ControlFilter.line(session.key().id()))
                    .append(" (updated: ")
                    .append(session.updatedAt())
                    .append(", ")
                    .append(session.lastSeq())
                    .append(" events)\n");
        }
        streams.err().print(text);
        return ask(offered, sessions);
    }

    private String ask(List<SessionSummary> offered, List<SessionSummary> sessions) throws InterruptedException {
        var in = new InterruptibleInput(invocation.streams().in());
        while (true) {
            invocation.streams().err().print("Number or id [1]: ");
            invocation.streams().err().flush();
            var answer = line(in).strip();
            if (answer.isEmpty()) {
                return offered.getFirst().key().id();
            }
            var meant = meant(answer, offered, sessions);
            if (meant.size() == 1) {
                return meant.getFirst();
            }
            invocation
                    .streams()
                    .err()
                    .println(
                            meant.isEmpty()
                                    ? "There is no such session in the list."
                                    : "That can mean the session " + ControlFilter.line(meant.getFirst())
                                            + " or the session " + ControlFilter.line(meant.getLast())
                                            + ": write = before the id that is meant.");
        }
    }

    /** The sessions that an answer can mean: by its number in the list, by its id, by its id behind a {@code =}. */
    private static List<String> meant(String answer, List<SessionSummary> offered, List<SessionSummary> sessions) {
        var meant = new LinkedHashSet<String>();
        for (var i = 0; i < offered.size(); i++) {
            if (answer.equals(Integer.toString(i + 1))) {
                meant.add(offered.get(i).key().id());
            }
        }
        for (var session : sessions) {
            var id = session.key().id();
            if (answer.equals(id) || answer.equals("=" + id)) {
                meant.add(id);
            }
        }
        return List.copyOf(meant);
    }

    /** Reads one line byte by byte: what follows it belongs to the chat. */
    private static String line(InterruptibleInput in) throws InterruptedException {
        var line = new ByteArrayOutputStream();
        try {
            var next = in.read();
            if (next < 0) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "The input ended before a session was picked.",
                        "Name the session: zavora-cli sessions resume ID.");
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
        } catch (InterruptedIOException e) {
            // the reader has left its mark, which the exception replaces
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The terminal cannot be read.",
                    "Name the session: zavora-cli sessions resume ID.",
                    e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private List<SessionSummary> sessions() {
        requireKept();
        var session = invocation.settings().sessions();
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.EXISTING)) {
            var sessions = store.list(session.app(), session.user());
            if (sessions.isEmpty()) {
                throw new ZavoraException(
                        ErrorKind.SESSION,
                        "There is no session to go on with.",
                        "Begin one with 'zavora-cli chat', or check --app-name and --user-id.");
            }
            var now = invocation.clock().instant();
            // the order of the rest stays
            return Stream.concat(
                            sessions.stream().filter(one -> !one.isAhead(now)),
                            sessions.stream().filter(one -> one.isAhead(now)))
                    .toList();
        }
    }

    private void requireKept() {
        SessionViews.memoryNote(invocation).ifPresent(note -> {
            throw new ZavoraException(ErrorKind.INPUT, "There is no session to go on with.", note);
        });
    }
}
