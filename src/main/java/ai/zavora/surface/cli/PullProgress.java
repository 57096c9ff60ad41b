package ai.zavora.surface.cli;

import ai.zavora.core.llm.ModelLibrary;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Shows how far a download has come: a bar that is redrawn on a terminal, plain lines elsewhere. */
abstract sealed class PullProgress implements Consumer<ModelLibrary.Progress>, AutoCloseable {
    final PrintStream err;

    private PullProgress(PrintStream err) {
        this.err = err;
    }

    /** Shows it the way a stream allows. */
    static PullProgress on(PrintStream err, boolean terminal) {
        return terminal ? new Bar(err) : new Lines(err);
    }

    static int percent(ModelLibrary.Progress progress) {
        return progress.totalBytes() <= 0 ? 0 : (int) (100 * progress.doneBytes() / progress.totalBytes());
    }

    /** Leaves the cursor at the beginning of a line. */
    @Override
    public abstract void close();

    private static final class Bar extends PullProgress {
        private static final int WIDTH = 30;
        private static final String ERASE_LINE = "\r\u001b[2K";

        private String text = "";
        private int percent = -1;

        private Bar(PrintStream err) {
            super(err);
        }

        @Override
        public void accept(ModelLibrary.Progress progress) {
            if (!progress.text().equals(text)) {
                text = progress.text();
                err.print(ERASE_LINE + text + "\n");
                percent = -1;
            }
            var now = percent(progress);
            if (now != percent) {
                percent = now;
                var filled = WIDTH * now / 100;
                err.print(ERASE_LINE + "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + now + " % of "
                        + LocalModels.size(progress.totalBytes()));
                err.flush();
            }
        }

        @Override
        public void close() {
            if (percent >= 0) {
                err.println();
            }
        }
    }

    private static final class Lines extends PullProgress {
        private static final int STEP = 10;

        private String text = "";
        private int told;

        private Lines(PrintStream err) {
            super(err);
        }

        @Override
        public void accept(ModelLibrary.Progress progress) {
            if (!progress.text().equals(text)) {
                text = progress.text();
                err.println(text);
            }
            var now = percent(progress) / STEP * STEP;
            if (now > told) {
                told = now;
                err.println(now + " % of " + LocalModels.size(progress.totalBytes()));
            }
        }

        @Override
        public void close() {}
    }
}
