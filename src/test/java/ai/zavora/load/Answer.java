package ai.zavora.load;

import java.util.Optional;

/**
 * One answer, read to its end.
 *
 * @param bytes of its body
 * @param reusable whether another request may follow on the connection
 * @param complete whether the text that was looked for came
 * @param events empty unless it was an event stream
 */
record Answer(int status, long bytes, boolean reusable, boolean complete, Optional<EventTimes> events) {}
