package ai.zavora.surface.server.access;

import ai.zavora.base.error.ZavoraException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tokens of a file as it is now. A change is noticed within a second; where the changed file cannot be used, or is
 * gone, the tokens from before stay and the operator is told once. Safe for use from several threads.
 */
public final class FileTokens {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final TokensFile file;
    private final InstantSource clock;
    private final Consumer<String> notices;
    private List<KnownToken> tokens;
    private Optional<FileStamp> seen;
    private Instant looked;

    private FileTokens(TokensFile file, InstantSource clock, Consumer<String> notices) {
        this.file = file;
        this.clock = clock;
        this.notices = notices;
        this.looked = clock.instant();
        // taken before reading: what is written meanwhile counts as a change
        this.seen = file.stamp();
        this.tokens = file.read();
    }

    /**
     * Reads the file.
     *
     * @param notices takes what the operator should know later on
     * @throws ZavoraException INPUT, when the file cannot be used
     */
    public static FileTokens open(Path file, InstantSource clock, Consumer<String> notices) {
        return new FileTokens(new TokensFile(file), clock, notices);
    }

    /** The tokens that count. */
    synchronized List<KnownToken> current() {
        var now = clock.instant();
        // a clock that was set back must not stop the looking
        if (Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) >= 0) {
            looked = now;
            var stamp = file.stamp();
            if (!stamp.equals(seen)) {
                seen = stamp;
                reread();
            }
        }
        return tokens;
    }

    private void reread() {
        try {
            tokens = file.read();
            notices.accept("The tokens file was read again: " + tokens.size() + " tokens.");
        } catch (ZavoraException e) {
            notices.accept(e.getMessage() + " The tokens read before stay valid. " + e.hint());
        }
    }
}
