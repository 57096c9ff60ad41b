package ai.zavora.core.command;

import java.util.List;

/** {@code /usage}: how full the context window is, and what the session has cost in tokens. */
final class UsageCommand implements SlashCommand {
    @Override
    public String name() {
        return "usage";
    }

    @Override
    public String summary() {
        return "Show the context window and the session's tokens";
    }

    @Override
    public String details() {
        return "Shows how much of the model's context window the conversation takes, what it is made of, and the tokens"
                + " of all replies as the provider counted them.";
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        var usage = state.usage();
        var replaced = usage.replaced()
                ? "Somebody else deleted or replaced this session meanwhile; this is what it holds now.\n\n"
                : "";
        return new Outcome.Text(replaced + context(usage, state) + "\n\n" + session(usage));
    }

    private static String context(SessionUsage usage, ChatState state) {
        var used = usage.contextTokens();
        var about = usage.estimated() && used > 0 ? "about " : "";
        var fill = state.window()
                .map(window -> Words.number(used) + " of " + Words.number(window) + " tokens ("
                        + Words.percent(used, window) + ")")
                .orElse(Words.number(used) + " tokens; the window of this model is not known");
        return "Context window of " + Words.route(state.route()) + "\n"
                + Words.table(List.of(
                        new Words.Row("In use", about + fill),
                        new Words.Row("Your messages", "about " + Words.number(usage.personTokens())),
                        new Words.Row("Replies", "about " + Words.number(usage.modelTokens())),
                        new Words.Row("Tool output", "about " + Words.number(usage.toolTokens()))));
    }

    private static String session(SessionUsage usage) {
        var total = usage.total();
        return "This session: " + count(usage.turns(), "turn", "turns") + ", "
                + count(usage.replies(), "reply", "replies") + ", "
                + count(usage.toolCalls(), "tool call", "tool calls") + "\n"
                + Words.table(List.of(
                        new Words.Row("Input", Words.number(total.inputTokens())),
                        new Words.Row("Cached input", Words.number(total.cacheReadTokens())),
                        new Words.Row("Written to cache", Words.number(total.cacheWriteTokens())),
                        new Words.Row("Output", Words.number(total.outputTokens())),
                        new Words.Row("Reasoning", Words.number(total.reasoningTokens())),
                        new Words.Row("Total", Words.number(total.total()))));
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
