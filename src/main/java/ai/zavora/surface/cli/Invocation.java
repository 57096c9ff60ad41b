package ai.zavora.surface.cli;

import ai.zavora.base.config.Settings;
import ai.zavora.surface.cli.syntax.Arguments;
import java.time.InstantSource;

/**
 * One call of a command.
 *
 * @param label the command's name in results and telemetry, for example {@code ask} or {@code profiles.show}
 * @param arguments its words and its own options
 * @param settings everything the program was told
 * @param streams to read and write
 * @param services what the program offers
 * @param clock what time it is
 */
public record Invocation(
        String label,
        Arguments arguments,
        Settings settings,
        Streams streams,
        CliServices services,
        InstantSource clock) {

    /** The same call with another session. */
    Invocation inSession(String id) {
        return new Invocation(label, arguments, settings.withSession(id), streams, services, clock);
    }
}
