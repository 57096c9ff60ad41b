package ai.zavora.surface.chat;

/** Lines from a pipe or file: nobody is there to be prompted or asked. */
final class PipedInput implements LineInput {
    private final WaitingLines lines;

    PipedInput(ChatStreams streams) {
        this.lines = new WaitingLines(streams.in());
    }

    @Override
    public Reading read(Prompt prompt) {
        return lines.next();
    }

    @Override
    public Reading ask(String question) {
        return lines.next();
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public void whileBusy(Runnable action) {}

    @Override
    public void close() {}
}
