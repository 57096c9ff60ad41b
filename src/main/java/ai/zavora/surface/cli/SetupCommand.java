package ai.zavora.surface.cli;

import ai.zavora.base.config.Layer;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.Setting;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.setup.SetupReport;
import ai.zavora.surface.cli.setup.SetupRun;
import ai.zavora.surface.cli.setup.SetupRun.Wish;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code setup}: chooses the provider and model of a profile and puts the key away. */
final class SetupCommand implements Command {
    private static final Switch KEY_STDIN = new Switch(
            "--key-stdin",
            "Reads the key, alone or as a line of a .env file, from standard input; of a terminal, from one line.");
    private static final Switch FORGET =
            new Switch("--forget", "Removes the key that is kept for --provider, and does nothing else.");
    private static final Switch NO_VERIFY = new Switch("--no-verify", "Saves without asking the provider.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "setup",
                """
                Sets up the profile: provider, key, model.

                On a terminal it asks. The key does not show while it is typed, is tried out, and is kept in the vault \
                of the operating system, or where none answers in ~/.zavora/credentials.json, which only you can read. \
                It is never written to the configuration and cannot be given as an option.

                With --provider and without a terminal, or with --key-stdin, --no-verify or --json, it asks nothing. \
                The key comes from standard input with --key-stdin, or is there already: in the provider's variable or kept.

                The configuration file keeps its comments and other profiles. A key in plain text that the profile \
                holds is moved to the safe place; where another key is there already, nothing changes until you say \
                which one is to stay.""",
                List.of(),
                List.of(KEY_STDIN, NO_VERIFY, FORGET, Results.JSON),
                Set.of(OptionGroup.MODEL, OptionGroup.PROFILE, OptionGroup.NETWORK),
                List.of(
                        new Example("zavora-cli setup", "answer a few questions"),
                        new Example("zavora-cli setup --provider openai --key-stdin < key.txt", "from a script"),
                        new Example("zavora-cli setup --provider ollama --json", "no key needed"),
                        new Example("zavora-cli --profile work setup", "another profile, which may be new"),
                        new Example("zavora-cli setup --forget --provider openai", "remove a kept key")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        if (invocation.arguments().switches().contains(FORGET.flag())) {
            return forget(invocation);
        }
        var report = done(invocation);
        for (var notice : report.notices()) {
            invocation.streams().tell("Note: " + notice);
        }
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(report.json());
        } else {
            results.print(report.text());
        }
        return 0;
    }

    private static int forget(Invocation invocation) throws InterruptedException {
        var provider = provider(invocation, Layer.FLAG).orElse("auto");
        var done = new SetupRun(invocation.settings(), invocation.services().setupMeans(invocation.settings()))
                .forget(provider);
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object()
                    .put("provider", provider)
                    .put("message", done)
                    .build());
        } else {
            results.print(done + "\n");
        }
        return 0;
    }

    private static SetupReport done(Invocation invocation) throws InterruptedException {
        var settings = invocation.settings();
        var streams = invocation.streams();
        var run = new SetupRun(settings, invocation.services().setupMeans(settings));
        var person = streams.isTerminal(Streams.Standard.IN) && streams.isTerminal(Streams.Standard.ERR);
        var switches = invocation.arguments().switches();
        if (person
                && !switches.contains(KEY_STDIN.flag())
                && !switches.contains(NO_VERIFY.flag())
                && !new Results(invocation).structured()) {
            return run.onTerminal(streams.in(), streams.err(), provider(invocation, Layer.FLAG));
        }
        return run.withoutQuestions(
                provider(invocation, Layer.ENVIRONMENT).orElseThrow(SetupCommand::unsaid),
                wishes(switches, streams),
                streams.in(),
                streams.err());
    }

    /** The provider, when a layer as strong as this names it. */
    private static Optional<String> provider(Invocation invocation, Layer weakest) {
        return Options.ofFlag("--provider")
                .flatMap(invocation.settings()::find)
                .filter(setting -> setting.layer().compareTo(weakest) <= 0)
                .map(Setting::text);
    }

    private static Set<Wish> wishes(Set<String> switches, Streams streams) {
        var wishes = EnumSet.noneOf(Wish.class);
        if (switches.contains(KEY_STDIN.flag())) {
            wishes.add(streams.isTerminal(Streams.Standard.IN) ? Wish.KEY_FROM_TERMINAL : Wish.KEY_FROM_STDIN);
        }
        if (switches.contains(NO_VERIFY.flag())) {
            wishes.add(Wish.NO_VERIFICATION);
        }
        return wishes;
    }

    private static ZavoraException unsaid() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The setup asks nothing when it is called this way, and nothing says which provider to use.",
                "Name it, with the key on standard input where it needs one: zavora-cli setup --provider openai"
                        + " --key-stdin < key.txt");
    }
}
