package ai.zavora.core.command;

import java.util.ArrayList;

/** {@code /status}: where the chat stands. */
final class StatusCommand implements SlashCommand {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public String summary() {
        return "Show profile, models and session";
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        var rows = new ArrayList<Words.Row>();
        rows.add(new Words.Row("Workspace", state.setup().workspace()));
        rows.add(new Words.Row("Profile", state.setup().profile()));
        rows.add(new Words.Row("Worker", Words.route(state.route())));
        rows.add(new Words.Row("Planner", state.setup().planner()));
        rows.add(new Words.Row("Session", state.session().id() + " (" + keeping(state) + ")"));
        ContextShare.of(state).ifPresent(share -> rows.add(new Words.Row("Context", share.text() + " in use")));
        return new Outcome.Text(Words.table(rows));
    }

    private static String keeping(ChatState state) {
        return state.isKept() ? "stored" : "in memory only";
    }
}
