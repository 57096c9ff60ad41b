package ai.zavora.adapter.provider.local.library;

import ai.zavora.adapter.provider.http.FileDownload;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.core.llm.ModelException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A model file on a web server. */
final class HttpsSource implements ModelSource {

    // short, so that a machine that cannot reach the server loses little before the next source is tried
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final URI uri;
    private final FileDownload download;

    HttpsSource(URI uri, NetworkSettings network) {
        this.uri = uri;
        this.download = new FileDownload(uri.getHost(), network, CONNECT, SILENCE);
    }

    @Override
    public String name() {
        return uri.getHost();
    }

    @Override
    public void fetch(PartialFile target) throws SourceException, IOException, InterruptedException {
        try {
            download.fetch(uri, target.size(), new FileDownload.Sink() {
                @Override
                public void begin(long offset) throws IOException {
                    target.truncate(offset);
                }

                @Override
                public void write(byte[] bytes) throws IOException {
                    if (target.size() + bytes.length > target.expected()) {
                        throw new TooLongException();
                    }
                    target.append(bytes, bytes.length);
                }
            });
        } catch (TooLongException e) {
            target.truncate(0);
            throw new SourceException("it sends a larger file than the one we know");
        } catch (ModelException e) {
            var message = e.getMessage();
            throw new SourceException(message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
        }
        if (target.size() < target.expected()) {
            target.truncate(0);
            throw new SourceException("it sends a smaller file than the one we know");
        }
    }

    /** The server sends more than the model has. */
    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
