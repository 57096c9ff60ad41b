package ai.zavora.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One place in the load: a connection that is kept while the server keeps it, and made again when it does not. */
final class HttpConnection implements AutoCloseable {
    private final InetSocketAddress address;
    private final Duration timeout;
    private final String expected;
    private @Nullable Socket socket;
    private @Nullable AnswerReader reader;
    private int connects;

    /**
     * @param timeout for connecting, and for each time that nothing comes
     * @param expected a text that a complete answer holds; empty for any answer
     */
    HttpConnection(InetSocketAddress address, Duration timeout, String expected) {
        this.address = address;
        this.timeout = timeout;
        this.expected = expected;
    }

    /** How often it was made. */
    int connects() {
        return connects;
    }

    /** Connects, unless it is. */
    void open() throws Failure {
        if (socket != null) {
            return;
        }
        var fresh = new Socket();
        try {
            fresh.setTcpNoDelay(true);
            fresh.setSoTimeout((int) timeout.toMillis());
            fresh.connect(address, (int) timeout.toMillis());
            reader = new AnswerReader(fresh.getInputStream(), expected);
            socket = fresh;
            connects++;
        } catch (IOException e) {
            closeQuietly(fresh);
            throw new Failure(Failure.Kind.CONNECT, e);
        }
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param bodiless whether the answer to this request has no body
     * @throws Failure when no whole answer of status 200 came, with the expected text
     */
    Answer exchange(byte[] request, boolean bodiless) throws Failure {
        open();
        try {
            socket.getOutputStream().write(request);
            var answer = reader.read(bodiless);
            if (!answer.reusable()) {
                close();
            }
            if (answer.status() != 200) {
                throw Failure.ofStatus(answer.status());
            }
            if (!bodiless && !answer.complete()) {
                throw new Failure(Failure.Kind.INCOMPLETE);
            }
            return answer;
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.STATUS && e.kind() != Failure.Kind.INCOMPLETE) {
                close();
            }
            throw e;
        } catch (SocketTimeoutException e) {
            close();
            throw new Failure(Failure.Kind.TIMEOUT, e);
        } catch (IOException e) {
            close();
            throw new Failure(Failure.Kind.RESET, e);
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            closeQuietly(socket);
            socket = null;
            reader = null;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}
