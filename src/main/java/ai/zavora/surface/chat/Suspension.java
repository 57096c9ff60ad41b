package ai.zavora.surface.chat;

import java.io.IOException;
import org.jline.keymap.KeyMap;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * Ctrl-Z while a line is read. JLine lets the terminal make no signals then, and drops the one that it makes of the key
 * itself; so the program stops itself, and leaves the terminal to the shell without the modes of a line editor.
 */
final class Suspension {
    static final String PASTE_MODE_OFF = "\033[?2004l";

    private static final String PASTE_MODE_ON = "\033[?2004h";
    private static final String CTRL_Z = "zavora-suspend";
    // the whole group, as a terminal does: a program that waits for this one stops too, or the shell would not come
    // back
    private static final String[] STOP = {"/bin/sh", "-c", "kill -s TSTP 0"};

    private final Terminal terminal;
    private final Runnable keyboard;

    /** @param keyboard gives the keys their meaning again: a shell sets the terminal to its own liking */
    Suspension(Terminal terminal, Runnable keyboard) {
        this.terminal = terminal;
        this.keyboard = keyboard;
    }

    /** Has the reader obey Ctrl-Z. */
    void bind(LineReader reader) {
        reader.getWidgets().put(CTRL_Z, () -> suspend(reader));
        EditedInput.keys(reader).bind(new Reference(CTRL_Z), KeyMap.ctrl('Z'));
    }

    private boolean suspend(LineReader reader) {
        terminal.puts(Capability.keypad_local);
        terminal.writer().print(PASTE_MODE_OFF);
        terminal.flush();
        stop();
        // JLine draws the line again, but only when this is over
        terminal.enterRawMode();
        keyboard.run();
        terminal.puts(Capability.keypad_xmit);
        if (reader.isSet(LineReader.Option.BRACKETED_PASTE)) {
            terminal.writer().print(PASTE_MODE_ON);
        }
        terminal.flush();
        return true;
    }

    /** Returns when the program goes on; at once where there is no shell that could let it. */
    private static void stop() {
        try {
            var _ = new ProcessBuilder(STOP).start().waitFor();
        } catch (IOException e) {
            // the key does nothing then
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
