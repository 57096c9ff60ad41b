package ai.zavora.adapter.provider.local;

/**
 * Watches a stream of text for a mark. Text is passed on as soon as it cannot belong to the mark any more, so at most
 * the mark's length is held back. Not thread-safe.
 */
final class MarkSplitter {

    private final String mark;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    MarkSplitter(String mark) {
        this.mark = mark;
    }

    /** The text that can be passed on; whatever follows the mark is dropped. */
    String accept(String piece) {
        if (found) {
            return "";
        }
        held.append(piece);
        var at = held.indexOf(mark);
        found = at >= 0;
        var end = found ? at : held.length() - heldBack();
        var ready = held.substring(0, end);
        held.delete(0, found ? held.length() : end);
        return ready;
    }

    /** Whether the mark has come. */
    boolean found() {
        return found;
    }

    /** What is still held back when the stream is over. */
    String rest() {
        return found ? "" : held.toString();
    }

    /** The length of the longest end of the text that is a beginning of the mark. */
    private int heldBack() {
        for (var length = Math.min(mark.length() - 1, held.length()); length > 0; length--) {
            if (mark.startsWith(held.substring(held.length() - length))) {
                return length;
            }
        }
        return 0;
    }
}
