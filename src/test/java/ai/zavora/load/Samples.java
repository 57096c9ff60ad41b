package ai.zavora.load;

import java.util.Map;
import java.util.TreeMap;

/** What was measured. Not safe for use from several threads: each has its own, and they are added up at the end. */
final class Samples {
    private final LongList answers = new LongList();
    private final LongList firstEvents = new LongList();
    private final LongList lastEvents = new LongList();
    private final LongList gaps = new LongList();
    private final Map<String, Long> errors = new TreeMap<>();
    private long events;
    private long bytes;

    /** Takes the times of an answer to a request that began and ended then, in {@link System#nanoTime()}. */
    void answered(Answer answer, long began, long ended) {
        answers.add(ended - began);
        bytes += answer.bytes();
        answer.events().filter(times -> times.count() > 0).ifPresent(times -> streamed(times, began));
    }

    private void streamed(EventTimes times, long began) {
        var count = times.count();
        events += count;
        firstEvents.add(times.time(0) - began);
        lastEvents.add(times.time(count - 1) - began);
        for (var event = 1; event < count; event++) {
            gaps.add(times.time(event) - times.time(event - 1));
        }
    }

    void failed(Failure failure) {
        errors.merge(failure.getMessage(), 1L, Long::sum);
    }

    void addAll(Samples others) {
        answers.addAll(others.answers);
        firstEvents.addAll(others.firstEvents);
        lastEvents.addAll(others.lastEvents);
        gaps.addAll(others.gaps);
        others.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
        events += others.events;
        bytes += others.bytes;
    }

    /** From the beginning of a request, a new connection included where one was needed, to the end of its answer. */
    Distribution answers() {
        return Distribution.of(answers);
    }

    /** From the beginning of a request to the first event of its stream. */
    Distribution firstEvents() {
        return Distribution.of(firstEvents);
    }

    /** From the beginning of a request to the last event of its stream. */
    Distribution lastEvents() {
        return Distribution.of(lastEvents);
    }

    /** Between an event and the next of its stream. */
    Distribution gaps() {
        return Distribution.of(gaps);
    }

    /** How many requests failed, by kind. */
    Map<String, Long> errors() {
        return Map.copyOf(errors);
    }

    long events() {
        return events;
    }

    long bytes() {
        return bytes;
    }
}
