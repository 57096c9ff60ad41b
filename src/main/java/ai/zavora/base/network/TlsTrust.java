package ai.zavora.base.network;

import ai.zavora.base.error.UnusableSettingException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom we trust: the JDK's certificate authorities, and those of one PEM file beside them. */
public final class TlsTrust {
    private static final Pattern PEM_CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END (?:TRUSTED |X509 )?CERTIFICATE-----");

    /** The bundle of a whole system has a quarter of a MiB. */
    private static final int MOST_BYTES = 16 << 20;

    private TlsTrust() {}

    /**
     * What TLS connections are checked with.
     *
     * @param caBundle PEM file with further authorities
     * @throws ZavoraException of kind INPUT when the file cannot be read or holds no certificate
     */
    public static SSLContext context(Optional<Path> caBundle) throws GeneralSecurityException, IOException {
        if (caBundle.isEmpty()) {
            return SSLContext.getDefault();
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var count = 0;
        for (var certificate : jdkAuthorities()) {
            store.setCertificateEntry("jdk-" + count++, certificate);
        }
        for (var certificate : certificates(caBundle.get())) {
            store.setCertificateEntry("bundle-" + count++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static List<Certificate> jdkAuthorities() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var authorities = new ArrayList<Certificate>();
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                authorities.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return authorities;
    }

    /**
     * The certificates of a file.
     *
     * @param file PEM, of at most 16 MiB
     * @throws ZavoraException of kind INPUT when the file cannot be read or holds no certificate
     */
    public static List<Certificate> certificates(Path file) {
        var certificates = new ArrayList<Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var pem =
                    PEM_CERTIFICATE.matcher(new String(WholeFile.read(file, MOST_BYTES), StandardCharsets.ISO_8859_1));
            while (pem.find()) {
                var der = Base64.getMimeDecoder().decode(pem.group(1));
                // the first value of a trusted certificate is the certificate itself; what follows is left unread
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (UnusableFileException e) {
            throw unusable(file, e.what());
        } catch (IOException e) {
            throw unusable(file, "cannot be read");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, "holds a certificate that cannot be understood");
        }
        if (certificates.isEmpty()) {
            throw unusable(file, "holds no certificate");
        }
        return certificates;
    }

    private static ZavoraException unusable(Path file, String what) {
        return new UnusableSettingException(
                "The certificate file " + file + " " + what + ".",
                "Name a PEM file with the certificates to trust in --ca-bundle or ZAVORA_CA_BUNDLE, or name none.");
    }
}
