package ai.zavora.load;

/** When the events of one answer came, in {@link System#nanoTime()}. They are told by the blank lines behind them. */
final class EventTimes {
    private final LongList times = new LongList();
    private boolean inLine;
    private boolean inEvent;
    private boolean carriageReturn;

    /** Takes the next bytes of the stream, which came at this time. */
    void accept(byte[] bytes, int from, int to, long now) {
        for (var at = from; at < to; at++) {
            var one = bytes[at];
            var second = carriageReturn && one == '\n';
            carriageReturn = one == '\r';
            if (second) {
                continue;
            }
            if (one != '\n' && one != '\r') {
                inLine = true;
                continue;
            }
            if (inLine) {
                inEvent = true;
            } else if (inEvent) {
                times.add(now);
                inEvent = false;
            }
            inLine = false;
        }
    }

    /** How many events there were. An event that broke off does not count. */
    int count() {
        return times.size();
    }

    long time(int event) {
        return times.get(event);
    }
}
