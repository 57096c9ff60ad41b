package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.SearchHit;
import ai.zavora.core.session.SearchQuery;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code sessions search}. */
final class SessionsSearchCommand implements Command {
    private static final long LIMIT = 20;
    private static final Valued LIMIT_OPTION = new Valued(
            "--limit", "N", OptionType.Whole.atLeast(1), "How many events to find at most. [default: " + LIMIT + "]");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions search",
                """
                Finds the events that hold all of the words, in any order and case. A word also matches inside a longer \
                one; words in double quotes stand together; 200 words of 10,000 characters are the most. \
                Prompts, answers, tool calls and their results are searched, the newest session first.""",
                List.of(new Operand("TEXT", Count.AT_LEAST_ONCE, "The words.", List.of())),
                List.of(LIMIT_OPTION, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli sessions search rollback plan", "events with both words"),
                        new Example(
                                "zavora-cli sessions search '\"rollback plan\"'", "with these words in this order")));
    }

    @Override
    public int run(Invocation invocation) throws UsageException {
        var text = String.join(" ", invocation.arguments().words());
        var words = SearchQuery.words(text);
        if (words.isEmpty()) {
            throw new UsageException("there is no word to search for", "Write at least one word.");
        }
        var session = invocation.settings().sessions();
        var limit = (int) invocation.arguments().number(LIMIT_OPTION).orElse(LIMIT);
        var query = new SearchQuery(session.app(), session.user(), words, limit);
        List<SearchHit> hits;
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.LOOK)) {
            hits = store.search(query);
        }
        var results = new Results(invocation);
        if (results.structured()) {
            var items = new ArrayList<JsonValue>();
            hits.forEach(hit -> items.add(json(hit)));
            results.print(JsonValue.object()
                    .put("query", text)
                    .put("hits", JsonValue.array(items))
                    .build());
        } else if (hits.isEmpty()) {
            results.print("Nothing found.\n"
                    + SessionViews.memoryNote(invocation)
                            .map(note -> note + "\n")
                            .orElse(""));
        } else {
            var lines = new StringBuilder();
            for (var hit : hits) {
                lines.append(ControlFilter.line(hit.session().id() + " #" + hit.seq() + " " + hit.at() + " "
                                + hit.kind() + ": " + hit.excerpt()))
                        .append('\n');
            }
            results.print(lines.toString());
        }
        return 0;
    }

    private static JsonValue.Obj json(SearchHit hit) {
        return JsonValue.object()
                .put("session_id", hit.session().id())
                .put("seq", hit.seq())
                .put("at", hit.at().toString())
                .put("kind", hit.kind())
                .put("excerpt", hit.excerpt())
                .build();
    }
}
