package ai.zavora.surface.server.approval;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a tool call that needs a yes. */
public enum ApprovalMode {
    /** It is refused at once. */
    REFUSE,
    /** It waits for somebody to answer. */
    WAIT;

    /** The mode of that word; empty for none. */
    public static Optional<ApprovalMode> of(String word) {
        for (var mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** As callers write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
