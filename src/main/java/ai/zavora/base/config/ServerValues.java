package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.Optional;

/** Reads what the settings say of the server. */
final class ServerValues {
    private final Settings values;

    ServerValues(Settings values) {
        this.values = values;
    }

    ServerSettings settings() {
        var turns = new ServerSettings.TurnLimits(
                (int) values.number(ServerOptions.MAX_TURNS),
                (int) values.number(ServerOptions.MAX_WAITING),
                values.seconds(ServerOptions.SESSION_WAIT),
                values.seconds(ServerOptions.TURN_TIMEOUT),
                new ServerSettings.ApprovalLimits(
                        (int) values.number(ServerOptions.MAX_APPROVALS), values.seconds(ServerOptions.APPROVAL_WAIT)));
        return new ServerSettings(
                values.text(ServerOptions.HOST),
                (int) values.number(ServerOptions.PORT),
                access(),
                turns,
                values.seconds(ServerOptions.DRAIN),
                values.path(values.setting(ServerOptions.PID_FILE)));
    }

    private ServerAccess access() {
        return new ServerAccess(
                values.secret(ServerOptions.AUTH_TOKEN),
                path(ServerOptions.TOKENS_FILE),
                values.texts(ServerOptions.ALLOWED_HOST),
                new ServerAccess.TlsFiles(path(ServerOptions.TLS_CERT), path(ServerOptions.TLS_KEY)));
    }

    private Optional<Path> path(Option option) {
        return values.find(option).map(values::path);
    }
}
