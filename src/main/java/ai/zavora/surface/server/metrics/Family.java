package ai.zavora.surface.server.metrics;

/** All series of one name. Safe for use from several threads. */
interface Family {
    /** Tells them as they are now. */
    void writeTo(TextFormat out);
}
