package ai.zavora.adapter.provider.http;

import java.io.IOException;

/** The other side does not speak HTTP/1.1. The message holds nothing of what it sent. */
final class MalformedHttpException extends IOException {
    MalformedHttpException(String message) {
        super(message);
    }
}
