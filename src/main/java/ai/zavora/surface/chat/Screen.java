package ai.zavora.surface.chat;

import ai.zavora.base.text.ControlFilter;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All output of a chat: answers to one stream, everything about them to the other, kept apart when both are the same
 * terminal. Whatever is printed was filtered: no escape sequence gets here but our own. Safe for use from several threads.
 */
final class Screen {
    private static final int LONGEST_NOTE = 1000;
    /** What is going on stands on one line of a terminal, which is drawn anew. */
    private static final int LONGEST_LABEL = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final PrintStream out;
    private final PrintStream err;
    private final ChatTerminal terminal;
    private final Optional<Spinner> spinner;
    private ControlFilter filter = new ControlFilter();
    private boolean midLine;
    private volatile boolean broken;

    Screen(ChatStreams streams, ChatTerminal terminal) {
        this.out = streams.out();
        this.err = streams.err();
        this.terminal = terminal;
        this.spinner = terminal.is(ChatTerminal.Stream.ERR) && !terminal.dumb()
                ? Optional.of(new Spinner(err, lock))
                : Optional.empty();
    }

    /** A piece of the answer, shown at once. */
    void answer(String piece) {
        lock.lock();
        try {
            spinner.ifPresent(Spinner::hide);
            write(filter.accept(piece));
        } finally {
            lock.unlock();
        }
    }

    /** Ends the line the answer is on, if it is on one. */
    void endAnswer() {
        lock.lock();
        try {
            spinner.ifPresent(Spinner::hide);
            filter = new ControlFilter();
            if (midLine) {
                write("\n");
            }
        } finally {
            lock.unlock();
        }
    }

    /** A whole text on lines of its own, to where answers go. */
    void show(String text) {
        lock.lock();
        try {
            endAnswer();
            write(ControlFilter.text(text) + "\n");
        } finally {
            lock.unlock();
        }
    }

    /** One line beside the answers, whatever the text holds: none of it can look like a line of ours. */
    void note(Tone tone, String text) {
        lines(tone, List.of(ControlFilter.line(text, LONGEST_NOTE)));
    }

    /** Lines beside the answers, each of any length; a line break in one of them makes no other. */
    void lines(Tone tone, List<String> lines) {
        lock.lock();
        try {
            spinner.ifPresent(Spinner::hide);
            separate();
            lines.forEach(line -> err.println(paint(tone, ControlFilter.line(line))));
            err.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Begins to show that something is going on, until anything else is printed; nothing without a terminal. */
    void busy(String label) {
        lock.lock();
        try {
            if (!midLine) {
                spinner.ifPresent(s -> s.show(ControlFilter.line(label, LONGEST_LABEL)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops showing that something is going on. */
    void calm() {
        spinner.ifPresent(Spinner::hide);
    }

    /** Empties the visible screen, where that is possible. */
    void clear() {
        lock.lock();
        try {
            if (terminal.is(ChatTerminal.Stream.OUT) && !terminal.dumb()) {
                out.print("\033[H\033[2J");
                out.flush();
                midLine = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody reads the answers any more. */
    boolean broken() {
        return broken;
    }

    /** Whether people see what goes beside the answers as it happens. */
    boolean watched() {
        return spinner.isPresent();
    }

    /** The sign where the stream beside the answers can show it, else plain letters. */
    String sign(String sign, String letters) {
        return err.charset().canEncode() && err.charset().newEncoder().canEncode(sign) ? sign : letters;
    }

    private void separate() {
        if (midLine && terminal.is(ChatTerminal.Stream.OUT) && terminal.is(ChatTerminal.Stream.ERR)) {
            write("\n");
        }
    }

    private String paint(Tone tone, String text) {
        return terminal.colours(ChatTerminal.Stream.ERR) ? tone.paint(text) : text;
    }

    private void write(String text) {
        if (text.isEmpty()) {
            return;
        }
        out.print(text);
        midLine = !text.endsWith("\n");
        // this flushes too: a person reads along
        broken = out.checkError() || broken;
    }
}
