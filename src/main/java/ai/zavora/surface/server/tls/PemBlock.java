package ai.zavora.surface.server.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM text, RFC 7468.
 *
 * @param label what stands in its first line, for example {@code CERTIFICATE}
 * @param form whether it is what it says, or encrypted by an old way that says so in a header
 * @param base64 what it holds, on one line; empty when it is encrypted
 */
record PemBlock(String label, Form form, String base64) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** Whether the content can be read as it is. */
    enum Form {
        PLAIN,
        ENCRYPTED
    }

    /**
     * All blocks of a text; what stands around them is left out.
     *
     * @throws IllegalArgumentException when a block does not end, or is no Base64
     */
    static List<PemBlock> all(String text) {
        var blocks = new ArrayList<PemBlock>();
        var label = "";
        var body = new StringBuilder();
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                body.setLength(0);
            } else if (line.startsWith(END) && !label.isEmpty()) {
                blocks.add(of(label, body.toString()));
                label = "";
            } else if (!label.isEmpty()) {
                body.append(line).append('\n');
            }
        }
        if (!label.isEmpty()) {
            throw new IllegalArgumentException("a block does not end");
        }
        return blocks;
    }

    private static PemBlock of(String label, String body) {
        if (label.equals("ENCRYPTED PRIVATE KEY") || body.contains("ENCRYPTED")) {
            return new PemBlock(label, Form.ENCRYPTED, "");
        }
        var block = new PemBlock(label, Form.PLAIN, body.replace("\n", ""));
        block.content();
        return block;
    }

    /** The bytes it holds. */
    byte[] content() {
        return Base64.getDecoder().decode(base64);
    }

    /** Whether it holds a private key, in whatever form. */
    boolean isKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /** Whether it holds a certificate. */
    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
    }
}
