package ai.zavora.surface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.zavora.surface.cli.Streams.Standard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcome of one call of the command line, made in this process.
 *
 * @param out all of standard output
 * @param err all of standard error
 */
record CliRun(int exitCode, String out, String err, FakeServices services) {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    /** Starts a call in a folder, without variables, terminals or input. */
    static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** Collects the surroundings of a call. */
    static final class Builder {
        private final Path folder;
        private final Map<String, String> environment = new HashMap<>();
        private Set<Standard> terminals = Set.of();
        private FakeServices services = new FakeServices();

        private Builder(Path folder) {
            this.folder = folder;
            environment.put("HOME", folder.resolve("home").toString());
        }

        Builder env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Builder terminals(Standard... which) {
            terminals = Set.of(which);
            return this;
        }

        Builder services(FakeServices itsServices) {
            services = itsServices;
            return this;
        }

        CliRun run(String... arguments) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var streams = new Streams(
                    new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, UTF_8), terminals);
            var console = new CliConsole(streams, folder.toAbsolutePath(), InstantSource.fixed(NOW));
            var exitCode = new Cli(services, console).run(List.of(arguments), environment);
            return new CliRun(exitCode, out.toString(UTF_8), err.toString(UTF_8), services);
        }
    }
}
