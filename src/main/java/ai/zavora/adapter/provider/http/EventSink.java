package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonException;

/** Takes events as they are cut from a stream. */
@FunctionalInterface
interface EventSink {
    /** @return whether no more events are wanted */
    boolean accept(StreamEvent event) throws JsonException;
}
