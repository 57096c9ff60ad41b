package ai.zavora.adapter.provider.http;

/** How a provider cuts its answer into events. */
public enum Framing {
    /** Server-sent events, as the WHATWG HTML standard defines them (section 9.2). */
    SSE,
    /** One JSON value per line. */
    NDJSON
}
