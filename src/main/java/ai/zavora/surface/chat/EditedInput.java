package ai.zavora.surface.chat;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Lines edited on a terminal: history, completion, several lines to a prompt. While nobody reads, the terminal neither
 * echoes nor edits, so what is typed ahead waits unseen for the next prompt, and Ctrl-C arrives as a signal.
 */
final class EditedInput implements LineInput {
    private static final String SUBMIT = "zavora-submit";
    private static final String BREAK_LINE = "zavora-break-line";
    private static final String CTRL_C = "zavora-interrupt";
    /** What JLine reads from too; nothing is taken from it here. */
    private static final FileInputStream KEYBOARD = new FileInputStream(FileDescriptor.in);

    /** How long a character that is there may take to arrive, in milliseconds. */
    private static final long DELIVERY_MS = 500;

    private static final int HISTORY_SIZE = 1000;

    // kept here because the logging system holds it weakly; JLine's warnings are no business of the person's
    private final Logger quiet;
    private final ChatTerminal facts;
    private final PrintStream out;
    private final Terminal terminal;
    private final LineReader prompts;
    private final LineReader questions;
    private volatile Optional<Completion> completion = Optional.empty();
    private volatile Optional<Runnable> busy = Optional.empty();
    private boolean first = true;
    private volatile boolean ctrlC;

    /**
     * @param out the terminal as a stream
     * @throws IOException when the terminal cannot be opened
     */
    EditedInput(ChatTerminal facts, PrintStream out) throws IOException {
        this.facts = facts;
        this.out = out;
        this.quiet = Logger.getLogger("org.jline");
        quiet.setLevel(Level.OFF);
        this.terminal = TerminalBuilder.builder()
                .name("zavora-cli")
                .system(true)
                .dumb(false)
                .provider("ffm")
                .type(facts.type())
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_DFL)
                // it would be asked for by a query that some terminals never answer
                .graphemeCluster(false)
                .build();
        terminal.handle(Terminal.Signal.INT, _ -> busy.ifPresent(Runnable::run));
        // while a line is read JLine does that itself
        terminal.handle(Terminal.Signal.CONT, _ -> calmTerminal());
        calmTerminal();
        this.prompts = promptReader();
        this.questions = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .variable(LineReader.DISABLE_COMPLETION, true)
                .variable(LineReader.DISABLE_HISTORY, true)
                .build();
        bindCtrlC(questions);
        var suspension = new Suspension(terminal, () -> keyboard(CtrlC.KEY));
        suspension.bind(prompts);
        suspension.bind(questions);
    }

    /**
     * What Ctrl-C is. JLine ends a read at any interrupt of the reading thread; only as a key can Ctrl-C be told from a
     * program that is to end.
     */
    private enum CtrlC {
        KEY(0),
        SIGNAL(3);

        private final int code;

        CtrlC(int code) {
            this.code = code;
        }
    }

    private void keyboard(CtrlC meaning) {
        try {
            var attributes = terminal.getAttributes();
            attributes.setControlChar(Attributes.ControlChar.VINTR, meaning.code);
            terminal.setAttributes(attributes);
        } catch (IllegalStateException | UncheckedIOException closed) {
            // JLine says so of a closed terminal: the program is told to end, and whoever closed it restored it;
            // of one that has gone the system says it
            quiet.log(Level.FINE, "terminal closed meanwhile", closed);
        }
    }

    /** The keys that the reader obeys. */
    static KeyMap<Binding> keys(LineReader reader) {
        return requireNonNull(reader.getKeyMaps().get(LineReader.MAIN), "no main key map");
    }

    private void bindCtrlC(LineReader reader) {
        reader.getWidgets().put(CTRL_C, () -> interrupt(reader));
        keys(reader).bind(new Reference(CTRL_C), KeyMap.ctrl('C'));
    }

    private boolean interrupt(LineReader reader) {
        ctrlC = true;
        reader.callWidget(LineReader.INTERRUPT);
        return true;
    }

    private void calmTerminal() {
        var attributes = terminal.getAttributes();
        attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        attributes.setLocalFlag(Attributes.LocalFlag.ISIG, true);
        // or Enter typed ahead would arrive as Ctrl-J, which means a line break
        attributes.setInputFlag(Attributes.InputFlag.ICRNL, false);
        attributes.setControlChar(Attributes.ControlChar.VMIN, 1);
        attributes.setControlChar(Attributes.ControlChar.VTIME, 0);
        terminal.setAttributes(attributes);
    }

    private LineReader promptReader() {
        var parser = new DefaultParser();
        parser.setEscapeChars(new char[0]);
        parser.setQuoteChars(new char[0]);
        var builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .completer((_, line, candidates) -> candidates.addAll(candidates(line)))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .history(new PrivateHistory(facts.history(), facts.unkept()))
                .variable(LineReader.HISTORY_SIZE, HISTORY_SIZE)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_SIZE)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  ")
                .variable(LineReader.BELL_STYLE, "none");
        facts.history().ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        var reader = builder.build();
        bindCtrlC(reader);
        reader.getWidgets().put(SUBMIT, () -> submit(reader));
        reader.getWidgets().put(BREAK_LINE, () -> {
            reader.getBuffer().write('\n');
            return true;
        });
        var keys = keys(reader);
        keys.bind(new Reference(SUBMIT), "\r");
        // Ctrl-J, Alt-Enter, and Shift-Enter where a terminal sends it (CSI u, modifyOtherKeys)
        keys.bind(new Reference(BREAK_LINE), "\n", KeyMap.alt("\r"), KeyMap.alt("\n"), "\033[13;2u", "\033[27;2;13~");
        return reader;
    }

    /** Enter behind a single backslash breaks the line instead of submitting it. */
    private static boolean submit(LineReader reader) {
        var buffer = reader.getBuffer();
        var text = buffer.toString();
        if (buffer.cursor() == buffer.length() && text.endsWith("\\") && !text.endsWith("\\\\")) {
            buffer.backspace();
            buffer.write('\n');
        } else {
            reader.callWidget(LineReader.ACCEPT_LINE);
        }
        return true;
    }

    private List<Candidate> candidates(ParsedLine line) {
        var words = line.words().subList(0, line.wordIndex() + 1);
        return completion.stream()
                .flatMap(known -> known.at(words).stream())
                .map(found -> new Candidate(
                        found.word(),
                        found.word(),
                        null,
                        found.meaning().isEmpty() ? null : found.meaning(),
                        null,
                        null,
                        true))
                .toList();
    }

    @Override
    public Reading read(Prompt prompt) {
        if (first) {
            first = false;
            typedBeforeStart().ifPresent(prompts::runMacro);
        }
        var shown = facts.colours(ChatTerminal.Stream.OUT) ? prompt.coloured() : prompt.plain();
        return read(prompts, shown);
    }

    @Override
    public Reading ask(String question) {
        var _ = typedAhead();
        return read(questions, question);
    }

    private Reading read(LineReader reader, String prompt) {
        ctrlC = false;
        keyboard(CtrlC.KEY);
        try {
            // JLine takes percent signs in prompts for patterns
            return new Reading.Line(reader.readLine(prompt.replace("%", "%%")));
        } catch (UserInterruptException e) {
            if (ctrlC) {
                return new Reading.Interrupted(e.getPartialLine());
            }
            Thread.currentThread().interrupt();
            return new Reading.Stopped();
        } catch (EndOfFileException end) {
            return isClosed() ? new Reading.Gone() : new Reading.End();
        } catch (IOError | UncheckedIOException gone) {
            return new Reading.Gone();
        } catch (IllegalStateException e) {
            if (!isClosed()) {
                throw e;
            }
            return new Reading.Gone();
        } finally {
            keyboard(CtrlC.SIGNAL);
        }
    }

    /** Whether the terminal has gone, or JLine has closed it, as it does when the program is told to end. */
    private boolean isClosed() {
        try {
            terminal.getAttributes();
            return false;
        } catch (IllegalStateException | UncheckedIOException closed) {
            return true;
        }
    }

    /** What was typed while the program started: the terminal still edited and turned Enter into a line feed. */
    private Optional<String> typedBeforeStart() {
        return Optional.of(typedAhead().replace('\n', '\r')).filter(text -> !text.isEmpty());
    }

    /** The next character that was typed; negative when there is none. */
    private int readTyped() throws IOException {
        // JLine reads on a thread of its own, which takes a moment to begin
        return terminal.reader().read(KEYBOARD.available() > 0 ? DELIVERY_MS : 1L);
    }

    private String typedAhead() {
        var typed = new StringBuilder();
        try {
            for (int c = readTyped(); c >= 0; c = readTyped()) {
                typed.append((char) c);
            }
        } catch (IOException | IllegalStateException gone) {
            // the read that follows meets the same end and reports it
            return "";
        }
        return typed.toString();
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public void whileBusy(Runnable action) {
        busy = Optional.of(action);
    }

    @Override
    public void whileIdle() {
        busy = Optional.empty();
    }

    @Override
    public void complete(Completion newCompletion) {
        completion = Optional.of(newCompletion);
    }

    @Override
    public void close() {
        try {
            // not through the terminal: when the program is told to end, JLine may have closed it already
            if (prompts.isReading() || questions.isReading()) {
                out.println(Suspension.PASTE_MODE_OFF);
                out.flush();
            }
            terminal.close();
        } catch (IOException | IOError | UncheckedIOException gone) {
            // a terminal that is gone needs no restoring
            quiet.log(Level.FINE, "terminal not restored", gone);
        }
    }
}
