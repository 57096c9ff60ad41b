package ai.zavora.surface.chat;

/** How a text is meant, and the 16-colour escape sequence that shows it. */
enum Tone {
    PLAIN(""),
    DIM("\033[2m"),
    ACCENT("\033[1;36m"),
    WARNING("\033[1;33m"),
    ERROR("\033[1;31m");

    private final String start;

    Tone(String start) {
        this.start = start;
    }

    /** The text between this tone's sequence and a reset; the text itself when there is nothing to set. */
    String paint(String text) {
        return start.isEmpty() || text.isEmpty() ? text : start + text + "\033[0m";
    }
}
