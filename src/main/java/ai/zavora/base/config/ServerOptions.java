package ai.zavora.base.config;

import java.util.List;

/** Options of the server. */
final class ServerOptions {

    static final Option HOST = Option.named("server_host", OptionGroup.SERVER)
            .flags("--host")
            .fallback("127.0.0.1")
            .help("The address to listen on: an IP address or localhost. Any but a loopback address needs a token.");
    static final Option PORT = Option.named("server_port", OptionGroup.SERVER)
            .flags("--port")
            .type(new OptionType.Whole(0, 65_535))
            .fallback("8787")
            .help("The port to listen on; 0 for any free one.");
    static final Option AUTH_TOKEN = Option.named("server_auth_token", OptionGroup.SERVER)
            .flags()
            .notInProfiles()
            .type(new OptionType.Credential())
            .help("The token that may do everything, sent as Authorization: Bearer TOKEN.");
    static final Option TOKENS_FILE = Option.named("server_tokens_file", OptionGroup.SERVER)
            .flags("--tokens-file")
            .type(new OptionType.FilePath())
            .help("A JSON file of further tokens, each with a name, scopes and a user; read again when it changes."
                    + " Nobody but its owner may read it.");
    static final Option ALLOWED_HOST = Option.named("server_allowed_host", OptionGroup.SERVER)
            .flags("--allowed-host")
            .type(new OptionType.Texts())
            .help("A further host name the server may be called by, for example behind a proxy; may be repeated.");
    static final Option TLS_CERT = Option.named("server_tls_cert", OptionGroup.SERVER)
            .flags("--tls-cert")
            .type(new OptionType.FilePath())
            .help("A PEM file with the server's certificate, then those of its issuers; needs --tls-key."
                    + " The server then speaks HTTPS alone, TLS 1.2 or newer.");
    static final Option TLS_KEY = Option.named("server_tls_key", OptionGroup.SERVER)
            .flags("--tls-key")
            .type(new OptionType.FilePath())
            .help("A PEM file with the private key of --tls-cert, not encrypted.");
    static final Option MAX_TURNS = Option.named("server_max_turns", OptionGroup.SERVER)
            .flags("--max-turns")
            .type(OptionType.Whole.atLeast(1))
            .fallback("1000")
            .help("How many turns run at once.");
    static final Option MAX_WAITING = Option.named("server_max_waiting", OptionGroup.SERVER)
            .flags("--max-waiting")
            .type(OptionType.Whole.atLeast(0))
            .fallback("1000")
            .help("How many requests may wait for a turn; more are refused with 429.");
    static final Option SESSION_WAIT = Option.named("server_session_wait_secs", OptionGroup.SERVER)
            .flags("--session-wait-secs")
            .type(OptionType.Whole.atLeast(0))
            .fallback("10")
            .help("Seconds a request waits for its turn before it is refused.");
    static final Option TURN_TIMEOUT = Option.named("server_turn_timeout_secs", OptionGroup.SERVER)
            .flags("--turn-timeout-secs")
            .type(OptionType.Whole.atLeast(1))
            .fallback("600")
            .help("Seconds one turn may take, without the time it waits for approvals.");
    static final Option MAX_APPROVALS = Option.named("server_max_approvals", OptionGroup.SERVER)
            .flags("--max-approvals")
            .type(OptionType.Whole.atLeast(0))
            .fallback("100")
            .help("How many tool calls may wait for approval over HTTP; more are denied at once.");
    static final Option APPROVAL_WAIT = Option.named("server_approval_wait_secs", OptionGroup.SERVER)
            .flags("--approval-wait-secs")
            .type(OptionType.Whole.atLeast(1))
            .fallback("600")
            .help("Seconds a tool call waits for approval over HTTP before it is denied.");
    static final Option DRAIN = Option.named("server_drain_secs", OptionGroup.SERVER)
            .flags("--drain-secs")
            .type(OptionType.Whole.atLeast(0))
            .fallback("30")
            .help("Seconds running turns may go on when the server is told to stop.");

    static final Option PID_FILE = Option.named("server_pid_file", OptionGroup.SERVER)
            .flags("--pid-file")
            .type(new OptionType.FilePath())
            .fallback(".zavora/server.pid")
            .help("The file a server keeps locked while it runs, by which server status and server stop find it.");

    static final List<Option> ALL = List.of(
            HOST,
            PORT,
            AUTH_TOKEN,
            TOKENS_FILE,
            ALLOWED_HOST,
            TLS_CERT,
            TLS_KEY,
            MAX_TURNS,
            MAX_WAITING,
            SESSION_WAIT,
            TURN_TIMEOUT,
            MAX_APPROVALS,
            APPROVAL_WAIT,
            DRAIN,
            PID_FILE);

    private ServerOptions() {}
}
