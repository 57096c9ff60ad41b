package ai.zavora.app;

import ai.zavora.adapter.provider.Probes;
import ai.zavora.adapter.provider.Providers;
import ai.zavora.adapter.store.sqlite.SqliteInspection;
import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.app.doctor.DatabaseChecks;
import ai.zavora.app.doctor.FileChecks;
import ai.zavora.app.doctor.HostChecks;
import ai.zavora.app.doctor.ProviderChecks;
import ai.zavora.app.doctor.RuntimeChecks;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Thoroughness;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the checks of {@code doctor}. A class of its own, so that no other command loads any of it. */
final class Doctor {
    private final Settings settings;
    private final Models models;
    private final Credentials credentials;
    private final CliConsole console;

    Doctor(Settings settings, Models models, Credentials credentials, CliConsole console) {
        this.settings = settings;
        this.models = models;
        this.credentials = credentials;
        this.console = console;
    }

    List<Finding> diagnose(Set<Thoroughness> thoroughness) throws InterruptedException {
        var workspace = console.workingFolder();
        var host = new HostChecks(System.getenv());
        var findings = new ArrayList<>(RuntimeChecks.run(Version.NUMBER));
        findings.addAll(providers(thoroughness));
        findings.addAll(sessions(workspace, thoroughness));
        findings.addAll(files(workspace));
        findings.addAll(host.sandbox());
        findings.addAll(network(host));
        findings.addAll(host.terminal(settings.terminal(), terminals()));
        return findings;
    }

    private List<Finding> network(HostChecks host) {
        try {
            // the same for every provider
            return host.network(
                    settings.provider("openai").network(), console.clock().instant());
        } catch (ZavoraException e) {
            return List.of(Finding.fail(new Finding.Place("network", "proxy"), e.kind(), e.getMessage(), e.hint()));
        }
    }

    private List<Finding> providers(Set<Thoroughness> thoroughness) throws InterruptedException {
        var checks = new ProviderChecks(Providers.all(), credentials, models::checked);
        var choice = settings.model().worker();
        var findings = new ArrayList<Finding>();
        try {
            var probe = thoroughness.contains(Thoroughness.PROBE);
            var route = probe ? models.reachable(choice) : models.known(choice);
            findings.addAll(checks.keys(choice, route));
            if (probe) {
                findings.addAll(checks.probes(new Probes(), route));
            }
        } catch (ZavoraException e) {
            findings.add(Finding.fail(new Finding.Place("providers", "model"), e.kind(), e.getMessage(), e.hint()));
        }
        return findings;
    }

    private List<Finding> sessions(Path workspace, Set<Thoroughness> thoroughness) {
        try {
            return new DatabaseChecks(
                            settings.sessions(), workspace, console.clock().instant())
                    .run(
                            thoroughness.contains(Thoroughness.FULL)
                                    ? SqliteInspection.Depth.FULL
                                    : SqliteInspection.Depth.QUICK);
        } catch (ZavoraException e) {
            return List.of(Finding.fail(new Finding.Place("sessions", "database"), e.kind(), e.getMessage(), e.hint()));
        }
    }

    private List<Finding> files(Path workspace) {
        var checks = new FileChecks();
        var places = new ArrayList<>(List.of(workspace, settings.userFolder()));
        settings.telemetry().file().ifPresent(file -> {
            checks.telemetry(file).personal("telemetry", file);
            places.add(file);
        });
        var config = settings.profile().file();
        if (settings.find(Options.ofProfileKey("api_key").orElseThrow()).isPresent()) {
            checks.secret("configuration", config);
        }
        checks.secret("credentials", settings.userFolder().resolve("credentials.json"))
                .personal(".env", workspace.resolve(".env"))
                .personal("chat history", settings.userFolder().resolve("chat-history"));
        database(workspace).ifPresent(file -> {
            checks.personal("sessions", file).onlyName("sessions", file);
            places.add(file);
        });
        return checks.space(places).findings();
    }

    /** What is wrong with the address is told by the look at the database. */
    private Optional<Path> database(Path workspace) {
        try {
            return SqliteStore.file(settings.sessions().databaseUrl(), workspace);
        } catch (ZavoraException e) {
            return Optional.empty();
        }
    }

    private String terminals() {
        return console.streams().terminals().stream()
                .sorted()
                .map(stream -> "std" + stream.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
