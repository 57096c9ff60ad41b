package ai.zavora.surface.server.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of the encoding of ASN.1 as it takes to wrap a key of an old form. */
final class Der {
    static final byte SEQUENCE = 0x30;
    static final byte OCTETS = 0x04;
    private static final byte[] ZERO = {0x02, 0x01, 0x00};

    private Der() {}

    /**
     * A private key in the form of PKCS #8.
     *
     * @param publicKey of the same kind, as a SubjectPublicKeyInfo: it tells the algorithm and its parameters
     * @param key in the form of its own kind, PKCS #1 or SEC 1
     */
    static byte[] pkcs8(byte[] publicKey, byte[] key) {
        return element(SEQUENCE, ZERO, firstInside(publicKey), element(OCTETS, key));
    }

    private static byte[] element(byte tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        var length = content.size();
        if (length >= 0x80) {
            var bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
            whole.write(0x80 | bytes);
            for (var i = bytes - 1; i >= 0; i--) {
                whole.write(length >> (8 * i));
            }
        } else {
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    /** The first element within an element, with its tag and length. */
    private static byte[] firstInside(byte[] outer) {
        var from = contentStart(outer, 0);
        var content = contentStart(outer, from);
        return Arrays.copyOfRange(outer, from, content + length(outer, from));
    }

    private static int contentStart(byte[] der, int at) {
        var first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        var first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        var length = 0;
        for (var i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | (der[at + 2 + i] & 0xFF);
        }
        return length;
    }
}
