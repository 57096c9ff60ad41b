package ai.zavora.app.doctor;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.TerminalSettings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.network.Proxies;
import ai.zavora.base.network.TlsTrust;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.diagnosis.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the machine offers: a sandbox, the way to the network, the terminal, programs for searching. */
public final class HostChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Path LINUX_MODULES = Path.of("/sys/kernel/security/lsm");

    private final Map<String, String> environment;

    /** @param environment the variables of the process */
    public HostChecks(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** What could confine programs that tools start. */
    public List<Finding> sandbox() throws InterruptedException {
        var note = "; the tools of this version start no programs";
        var bubblewrap = onPath("bwrap");
        if (bubblewrap.isPresent() && runs(bubblewrap.get().toString(), "--ro-bind", "/", "/", "true")) {
            return List.of(Finding.ok("sandbox", "mechanism", "bubblewrap (" + bubblewrap.get() + ")" + note));
        }
        if (hasLandlock()) {
            return List.of(Finding.ok("sandbox", "mechanism", "Landlock" + note));
        }
        return List.of(Finding.warn(
                "sandbox", "mechanism", "none" + note, "Install bubblewrap where tools are to run programs later."));
    }

    private static boolean hasLandlock() {
        try {
            return Files.isReadable(LINUX_MODULES)
                    && Files.readString(LINUX_MODULES).contains("landlock");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false;
        }
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    private Optional<Path> onPath(String program) {
        for (var folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, program))) {
                return Optional.of(Path.of(folder, program));
            }
        }
        return Optional.empty();
    }

    /** Proxies and certificates. */
    public List<Finding> network(NetworkSettings network, Instant now) {
        var findings = new ArrayList<Finding>();
        network.httpsProxy().ifPresent(proxy -> findings.add(proxy("https proxy", proxy)));
        network.httpProxy().ifPresent(proxy -> findings.add(proxy("http proxy", proxy)));
        if (!network.noProxy().isEmpty()) {
            findings.add(Finding.ok("network", "no proxy for", String.join(", ", network.noProxy())));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("network", "proxy", "none"));
        }
        network.caBundle().ifPresent(file -> findings.add(certificates(file, now)));
        return findings;
    }

    /** One that is of no use fails only the requests that need it: none does where all go to this machine. */
    private static Finding proxy(String name, URI proxy) {
        var seen = Redaction.address(proxy.toString());
        try {
            Proxies.check(proxy);
            return Finding.ok("network", name, seen);
        } catch (ZavoraException e) {
            return Finding.warn("network", name, seen + ": " + e.getMessage(), e.hint());
        }
    }

    private static Finding certificates(Path file, Instant now) {
        var place = new Finding.Place("network", "certificates");
        try {
            var all = TlsTrust.certificates(file);
            var expired = 0;
            for (var certificate : all) {
                if (certificate instanceof X509Certificate x509
                        && x509.getNotAfter().toInstant().isBefore(now)) {
                    expired++;
                }
            }
            return expired == 0
                    ? Finding.ok(place.area(), place.name(), file + ": " + all.size() + " trusted besides Java's own")
                    : Finding.warn(
                            place.area(),
                            place.name(),
                            file + ": " + expired + " of " + all.size() + " have expired",
                            "Put newer ones into the file.");
        } catch (ZavoraException e) {
            return Finding.fail(place, e.kind(), e.getMessage(), e.hint());
        }
    }

    /**
     * The terminal and what helps to search files.
     *
     * @param terminals which standard streams are terminals, for people
     */
    public List<Finding> terminal(TerminalSettings terminal, String terminals) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.ok(
                "terminal",
                "type",
                (terminal.type().isEmpty() ? "unknown" : terminal.type()) + ", terminals: "
                        + (terminals.isEmpty() ? "none" : terminals) + ", colour "
                        + switch (terminal.colour()) {
                            case WANTED -> "wanted";
                            case UNWANTED -> "unwanted";
                        }));
        var charset = System.getProperty("native.encoding", "");
        findings.add(
                charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())
                        ? Finding.ok("terminal", "characters", charset)
                        : Finding.warn(
                                "terminal", "characters", charset, "Set LANG to a UTF-8 locale, for example C.UTF-8."));
        findings.add(Finding.ok(
                "terminal",
                "search program",
                onPath("rg").or(() -> onPath("grep")).map(Path::toString).orElse("none")));
        return findings;
    }
}
