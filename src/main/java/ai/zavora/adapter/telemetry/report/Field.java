package ai.zavora.adapter.telemetry.report;

/** The members of a record that a report reads. */
enum Field {
    TIME(0, "ts_unix_ms"),
    EVENT(1, "event"),
    RUN(2, "run_id"),
    COMMAND(3, "command"),
    CATEGORY(4, "category"),
    TOOL(5, "tool"),
    PROVIDER(6, "provider"),
    MODEL(7, "model"),
    DURATION(8, "duration_ms"),
    LATENCY(9, "latency_ms"),
    INPUT_TOKENS(10, "input_tokens"),
    CACHE_READ_TOKENS(11, "cache_read_tokens"),
    CACHE_WRITE_TOKENS(12, "cache_write_tokens"),
    OUTPUT_TOKENS(13, "output_tokens"),
    REASONING_TOKENS(14, "reasoning_tokens"),
    HIT_COUNT(15, "hit_count"),
    COUNT(16, "count"),
    ERROR(17, "error"),
    STOP(18, "stop");

    /** How many there are. */
    static final int NUMBER = values().length;

    private final int index;
    private final String key;

    Field(int index, String key) {
        this.index = index;
        this.key = key;
    }

    /** Its position. */
    int index() {
        return index;
    }

    String key() {
        return key;
    }
}
