package ai.zavora.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.MutableClock;
import ai.zavora.testing.Providers;
import ai.zavora.testing.ScriptedRuntime;
import java.util.HashSet;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlashCommandsTest {
    private final MutableClock clock = MutableClock.fixed();
    private final ScriptedRuntime runtime = ScriptedRuntime.echo(new MemoryStore(clock));
    private final ChatSetup setup = new ChatSetup(
            new SessionKey("zavora", "me", "default"),
            "project",
            "work",
            "openai/gpt-large",
            "1.0.0",
            "",
            GivenOptions.NONE);
    private final ChatState state = new ChatState(runtime, setup, Providers.two(), clock, _ -> {});
    private final SlashCommands commands = new SlashCommands();

    private String text(String line) {
        return switch (commands.run(line, state)) {
            case Outcome.Text(var text) -> text;
            case Outcome other -> throw new AssertionError(line + " gave " + other);
        };
    }

    private Outcome.Failed failure(String line) {
        return switch (commands.run(line, state)) {
            case Outcome.Failed failed -> failed;
            case Outcome other -> throw new AssertionError(line + " gave " + other);
        };
    }

    @Test
    void aLineIsACommandWhenItStartsWithASlashAndAWord() {
        assertThat(commands.isCommand("/help")).isTrue();
        assertThat(commands.isCommand("/Help models")).isTrue();
        assertThat(commands.isCommand("/model a/b:c")).isTrue();
        assertThat(commands.isCommand("/")).isTrue();
        assertThat(commands.isCommand("EXIT")).isTrue();
        assertThat(commands.isCommand("hello /help")).isFalse();
        assertThat(commands.isCommand("exit now")).isFalse();
        assertThat(commands.isCommand("/etc/hosts says what?")).isFalse();
        assertThat(commands.isCommand("// a comment")).isFalse();
    }

    @Test
    void namesAndAliasesAreUniqueAndFoundInAnyCase() {
        var names = commands.all().stream()
                .flatMap(c -> Stream.concat(Stream.of(c.name()), c.aliases().stream()))
                .toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(n -> n.equals(n.toLowerCase(Locale.ROOT)));
        assertThat(commands.find("WORKER")).contains(commands.find("model").orElseThrow());
    }

    @Test
    void helpListsEveryCommandAndExplainsEach() {
        for (var command : commands.all()) {
            assertThat(text("/help")).contains("/" + command.name()).contains(command.summary());
            assertThat(text("/help " + command.name()))
                    .contains("/" + command.name())
                    .contains(command.details());
            assertThat(command.summary()).doesNotEndWith(".");
        }
        assertThat(text("/help").lines()).allMatch(line -> line.length() <= 80);
        assertThat(text("/help worker")).contains("/model [ID]").contains("Also: /worker");
        assertThat(failure("/help modle").hint()).contains("/model");
    }

    @Test
    void anUnknownCommandSuggestsWhatMayBeMeant() {
        assertThat(failure("/zzz").hint()).isEqualTo("/help lists all commands.");
        assertThat(failure("/").message()).contains("no command /");
        assertThat(failure("/he").hint()).contains("/help");
        assertThat(failure("/mo").hint()).contains("/models").contains("/model");
        assertThat(failure("/usgae").hint()).contains("/usage");
        assertThat(failure("/zzz").kind()).isEqualTo(ErrorKind.INPUT);
    }

    @Test
    void exitEndsTheChat() {
        assertThat(commands.run("/exit", state)).isEqualTo(new Outcome.Quit());
        assertThat(commands.run("Exit", state)).isEqualTo(new Outcome.Quit());
        assertThat(commands.run("/QUIT", state)).isEqualTo(new Outcome.Quit());
    }

    @Test
    void statusShowsWhereTheChatStands() {
        assertThat(text("/status"))
                .contains("project", "work", "openai/gpt-small", "openai/gpt-large", "default (in memory only)")
                .doesNotContain("Context");
    }

    @Test
    void providerSwitchesAndKeepsTheSession() {
        var session = state.session();
        assertThat(commands.run("/provider auto", state))
                .isEqualTo(new Outcome.Switched(
                        new ModelRoute("openai", "gpt-small"), new ModelRoute("openai", "default-of-auto")));
        assertThat(state.session()).isEqualTo(session);
    }

    @Test
    void aProviderThatCannotBeUsedLeavesTheRoute() {
        var failed = failure("/provider Anthropic");
        assertThat(failed.kind()).isEqualTo(ErrorKind.PROVIDER);
        assertThat(failed.hint()).contains("stays with openai/gpt-small");
        assertThat(state.route()).isEqualTo(new ModelRoute("openai", "gpt-small"));
    }

    @Test
    void providerWithoutOrWithAWrongNameListsTheNames() {
        assertThat(failure("/provider").hint()).contains("auto openai anthropic");
        assertThat(failure("/provider antropic").hint()).contains("Did you mean anthropic?", "stays with");
    }

    @Test
    void modelTakesAnyIdAndCorrectsTheCaseOfKnownOnes() {
        commands.run("/model GPT-Large", state);
        assertThat(state.route()).isEqualTo(new ModelRoute("openai", "gpt-large"));
        commands.run("/worker org/other:1", state);
        assertThat(state.route()).isEqualTo(new ModelRoute("openai", "org/other:1"));
        assertThat(failure("/model missing").hint()).contains("stays with openai/org/other:1");
    }

    @Test
    void modelWithoutAnIdOffersAList() {
        var choose = (Outcome.Choose) commands.run("/model", state);
        assertThat(choose.title()).contains("openai").contains("gpt-small");
        assertThat(choose.choices()).extracting(Outcome.Choice::id).containsExactly("gpt-large", "gpt-small");
        assertThat(choose.choices().getFirst().note()).contains("pool 1M");

        assertThat(choose.answer().apply("")).isInstanceOf(Outcome.Text.class);
        assertThat(choose.answer().apply("Cancel")).isInstanceOf(Outcome.Text.class);
        assertThat(choose.answer().apply("0")).isInstanceOf(Outcome.Failed.class);
        assertThat(choose.answer().apply("3")).isInstanceOf(Outcome.Failed.class);
        assertThat(choose.answer().apply("-1")).isInstanceOf(Outcome.Failed.class);
        assertThat(choose.answer().apply("99999999999999999999")).isInstanceOf(Outcome.Failed.class);
        assertThat(choose.answer().apply("/exit")).isInstanceOf(Outcome.Failed.class);
        assertThat(choose.answer().apply("missing")).isInstanceOf(Outcome.Failed.class);
        assertThat(state.route().model()).isEqualTo("gpt-small");

        assertThat(choose.answer().apply(" 1 ")).isInstanceOf(Outcome.Switched.class);
        assertThat(state.route().model()).isEqualTo("gpt-large");
        assertThat(choose.answer().apply("GPT-SMALL")).isInstanceOf(Outcome.Switched.class);
        assertThat(state.route().model()).isEqualTo("gpt-small");
    }

    @Test
    void modelsShowsTheRoutesAndWhatCanBeChosen() {
        assertThat(text("/models"))
                .contains("openai/gpt-small", "* gpt-small", "gpt-large", "claude-quick", "pool 10M")
                .doesNotContain("gpt-old");
    }

    @Test
    void newStartsASessionOfAFreshId() {
        var ids = new HashSet<String>();
        for (int i = 0; i < 50; i++) {
            commands.run("/new", state);
            ids.add(state.session().id());
        }
        // the clock stands still: four random digits keep them apart, with a rare exception among fifty
        assertThat(ids).hasSizeGreaterThan(45).allMatch(id -> id.startsWith("session-1767225600000-"));
    }

    @Test
    void newStoresNothingYet() throws InterruptedException {
        commands.run("/new later", state);
        assertThat(runtime.sessions().find(state.session())).isEmpty();
        runtime.run(state.session(), UserInput.text("hi"), _ -> {});
        assertThat(runtime.sessions().find(state.session())).isPresent();
    }

    @Test
    void newRefusesAnIdThatExists() {
        assertThat(commands.run("/new review 2", state))
                .isEqualTo(new Outcome.NewSession(new SessionKey("zavora", "me", "review 2")));
        assertThat(failure("/new review 2").hint()).contains("--session-id");
        assertThat(state.session().id()).isEqualTo("review 2");
    }

    @Test
    void clearLeavesTheSessionAlone() {
        assertThat(commands.run("/clear", state)).isEqualTo(new Outcome.ClearScreen());
        assertThat(state.session().id()).isEqualTo("default");
    }

    @Test
    void usageCountsTheSessionFromItsJournal() throws InterruptedException {
        assertThat(text("/usage")).contains("0 of 1,000 tokens (0%)", "0 turns");
        runtime.run(state.session(), UserInput.text("hi"), _ -> {});
        runtime.run(state.session(), UserInput.text("and again"), _ -> {});
        assertThat(text("/usage"))
                .contains("28 of 1,000 tokens (2%)")
                .contains("2 turns, 2 replies, 0 tool calls")
                .containsPattern("Input +11\n")
                .containsPattern("Output +31\n")
                .containsPattern("Total +42");
        assertThat(ContextShare.of(state)).contains(new ContextShare(2, "2%"));
        commands.run("/new", state);
        assertThat(text("/usage")).contains("0 turns");
    }

    @Test
    void theContextShareWarnsWhenTheWindowIsNearlyFull() throws InterruptedException {
        runtime.run(state.session(), UserInput.text("x".repeat(400)), _ -> {});
        assertThat(ContextShare.of(state).orElseThrow().level()).isEqualTo(ContextShare.Level.WARNING);
        runtime.run(state.session(), UserInput.text("x".repeat(450)), _ -> {});
        assertThat(ContextShare.of(state).orElseThrow().level()).isEqualTo(ContextShare.Level.CRITICAL);
    }
}
