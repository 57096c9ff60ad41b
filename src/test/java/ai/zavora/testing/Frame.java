package ai.zavora.testing;

import java.util.ArrayList;
import java.util.List;

/** Text to send at once, or a point at which to wait. */
sealed interface Frame {

    /** One event, or a block of many equal ones. */
    record Events(String text) implements Frame {}

    /** Wait here. */
    record Pause(Gate gate) implements Frame {}

    static Frame of(String event) {
        return new Events(event);
    }

    /** The event that many times, in blocks of about 32 KiB. */
    static List<Frame> repeated(String event, int times) {
        var perBlock = Math.max(1, 32_768 / event.length());
        var frames = new ArrayList<Frame>();
        var full = new Events(event.repeat(Math.min(perBlock, times)));
        var left = times;
        for (; left >= perBlock; left -= perBlock) {
            frames.add(full);
        }
        if (left > 0) {
            frames.add(new Events(event.repeat(left)));
        }
        return frames;
    }
}
