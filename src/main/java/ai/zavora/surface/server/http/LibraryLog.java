package ai.zavora.surface.server.http;

import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Takes what the server library has to say to the operator, as long as the server runs, instead of the console. */
final class LibraryLog extends Handler {
    /** The class of the library that accepts connections. */
    private static final String LISTENER = "io.helidon.webserver.ServerListener";

    private final Logger logger = Logger.getLogger("io.helidon");
    private final Formatter formatter = new SimpleFormatter();
    private final Consumer<String> operator;
    private final Runnable listenerFailed;

    private volatile boolean stopping;

    private LibraryLog(Consumer<String> operator, Runnable listenerFailed) {
        this.operator = operator;
        this.listenerFailed = listenerFailed;
        setLevel(Level.WARNING);
    }

    /**
     * @param operator is told of warnings and worse, in one line and without a stack trace
     * @param listenerFailed told that what accepts connections failed at something, of which only the log knows
     */
    static LibraryLog to(Consumer<String> operator, Runnable listenerFailed) {
        var log = new LibraryLog(operator, listenerFailed);
        log.logger.setUseParentHandlers(false);
        log.logger.setLevel(Level.WARNING);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord entry) {
        var ofListener = LISTENER.equals(entry.getLoggerName());
        if (!isLoggable(entry) || (ofListener && stopping)) {
            return;
        }
        operator.accept("web server: " + formatter.formatMessage(entry) + cause(entry.getThrown()));
        if (entry.getLevel().intValue() >= Level.SEVERE.intValue() && ofListener) {
            listenerFailed.run();
        }
    }

    /** From now on what accepts connections has nothing to say: it is refused what it needs for that. */
    void listenerStops() {
        stopping = true;
    }

    private static String cause(@Nullable Throwable thrown) {
        var root = thrown;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null ? "" : " (" + root.getMessage() + ")";
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
