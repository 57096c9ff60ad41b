package ai.zavora.adapter.provider;

import ai.zavora.core.llm.CatalogModel;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's models, in two pools of daily tokens that accounts may share: 1M for those that plan, 10M for those that
 * work.
 */
final class OpenAiModels {

    static final String WORKER = "gpt-5.4-mini-2026-03-17";
    static final String PLANNER = "gpt-5.6-sol";

    static final List<CatalogModel> ALL = List.of(
            planner("gpt-5.6-sol", "newest flagship, plans and reviews"),
            planner("gpt-5.5-2026-04-23", "flagship of spring 2026"),
            planner("gpt-5.4-2026-03-05", "flagship of early 2026"),
            planner("gpt-5.2-2025-12-11", "flagship of late 2025"),
            planner("gpt-5.1-2025-11-13", "reasons as long as the task needs"),
            planner("gpt-5.1-codex", "for long coding tasks"),
            planner("gpt-5-codex", "for coding tasks, first generation"),
            planner("gpt-5-2025-08-07", "first of the GPT-5 family"),
            planner("gpt-5-chat-latest", "for conversation, without tools"),
            planner("gpt-4.1-2025-04-14", "long context, no reasoning"),
            planner("gpt-4o-2024-05-13", "text and images, first version"),
            planner("gpt-4o-2024-08-06", "text and images, second version"),
            planner("gpt-4o-2024-11-20", "text and images, third version"),
            planner("o3-2025-04-16", "reasoning over several steps"),
            planner("o1-preview-2024-09-12", "first reasoning model, preview"),
            planner("o1-2024-12-17", "first reasoning model"),
            worker("gpt-5.6-terra", "everyday agent work, newest"),
            worker("gpt-5.6-luna", "everyday agent work, quick"),
            worker(WORKER, "everyday agent work, the default"),
            worker("gpt-5.1-codex-mini", "coding tasks at low cost"),
            worker("gpt-5-mini-2025-08-07", "well-defined tasks at low cost"),
            worker("gpt-4.1-mini-2025-04-14", "long context at low cost, no reasoning"),
            worker("gpt-4o-mini-2024-07-18", "text and images at low cost"),
            worker("o4-mini-2025-04-16", "reasoning at low cost"),
            worker("o1-mini-2024-09-12", "first small reasoning model"),
            worker("codex-mini-latest", "coding in a terminal"),
            utility("gpt-5.4-nano-2026-03-17", "titles, summaries, classification"),
            utility("gpt-5-nano-2025-08-07", "summaries and classification, first of its kind"),
            utility("gpt-4.1-nano-2025-04-14", "long context, smallest, no reasoning"),
            retired("gpt-4.5-preview-2025-02-27", "research preview", "2025-07-14"));

    private OpenAiModels() {}

    private static CatalogModel planner(String id, String description) {
        return row(id, "planner", description, "1M");
    }

    private static CatalogModel worker(String id, String description) {
        return row(id, "worker", description, "10M");
    }

    private static CatalogModel utility(String id, String description) {
        return row(id, "utility", description, "10M");
    }

    private static CatalogModel row(String id, String role, String description, String pool) {
        return new CatalogModel(
                id, role, description, ContextWindows.OPENAI.of(id), Optional.of(pool), Optional.empty());
    }

    private static CatalogModel retired(String id, String description, String day) {
        return new CatalogModel(
                id, "planner", description, ContextWindows.OPENAI.of(id), Optional.of("1M"), Optional.of(day));
    }
}
