package ai.zavora.core.guardrail;

/**
 * How a secret goes on behind a pause that was complete before it: in signs that are more than a word of ordinary text has.
 * Where the next pause comes before that is known, they are taken for such a word.
 */
final class Continuation implements Pattern.Rest {
    /** Words with a digit in them are rare, and so are longer ones without. */
    private static final int LONGEST_WORD = 16;

    private final Token.Signs signs;
    private boolean certain;

    Continuation(Token.Signs signs) {
        this.signs = signs;
    }

    @Override
    public int length(Window window, int at) {
        var run = signs.run(window, at);
        certain |= run.count() > (run.digit() ? Pattern.MOST_SHOWN : LONGEST_WORD);
        if (certain && run.count() > 0) {
            return run.end() - at;
        }
        return !window.has(window.visible(run.end())) && window.open() ? Window.MORE : Window.NONE;
    }

    @Override
    public boolean isHeldInPause() {
        return false;
    }

    @Override
    public Pattern.Rest behindPause() {
        return new Continuation(signs);
    }
}
