package ai.zavora.surface.server.access;

import java.util.Locale;

/** What a caller may do. */
public enum Scope {
    /** Run turns, interrupt them, speak with other agents. */
    ASK,
    /** Read sessions and metrics. */
    READ,
    /** Everything, for every user. */
    ADMIN;

    /** As it is written in files and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
