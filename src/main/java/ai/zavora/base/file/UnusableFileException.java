package ai.zavora.base.file;

import java.io.IOException;
import java.nio.file.Path;

/** A path names something that is there and must not be read. */
public final class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;

    UnusableFileException(Path file, String what) {
        super(file + " " + what);
        this.what = what;
    }

    /** What is wrong with it, as the end of a sentence that begins with its name, without a full stop. */
    public String what() {
        return what;
    }
}
