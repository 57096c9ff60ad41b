package ai.zavora.core.agent;

import ai.zavora.base.json.JsonValue;

/**
 * Where the program records what it did, for operators. Recording never slows and never fails the caller; records may be
 * lost when their destination cannot keep up, and are then counted. Safe for use from several threads.
 */
public interface Telemetry extends AutoCloseable {

    /** Telemetry that is switched off. */
    Telemetry OFF = new Telemetry() {
        @Override
        public void record(String event, JsonValue.Obj payload) {}

        @Override
        public Telemetry inSession(String sessionId) {
            return this;
        }

        @Override
        public void close() {}
    };

    /**
     * Records that something happened.
     *
     * @param event its name, such as {@code command.started}
     * @param payload what is known about it; no credential, and no content of prompts, answers or tools unless the
     *     operator asked for content
     */
    void record(String event, JsonValue.Obj payload);

    /** The same destination, for records that belong to that session. */
    Telemetry inSession(String sessionId);

    /** Writes what is still waiting, within a short bound. Never throws; a second call does nothing. */
    @Override
    void close();
}
