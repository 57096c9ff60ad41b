package ai.zavora.adapter.provider;

import ai.zavora.core.llm.CatalogModel;
import java.util.List;
import java.util.Optional;

/** The models offered by name of the providers besides OpenAI. */
final class VendorModels {

    static final List<CatalogModel> ANTHROPIC = List.of(
            row(ContextWindows.ANTHROPIC, "claude-sonnet-4-20250514", "worker", "everyday agent work, the default"),
            row(ContextWindows.ANTHROPIC, "claude-opus-4-6", "planner", "most capable, plans and reviews"),
            row(ContextWindows.ANTHROPIC, "claude-3-5-haiku-latest", "utility", "quick and cheap"));

    static final List<CatalogModel> GEMINI = List.of(
            row(ContextWindows.GEMINI, "gemini-2.5-flash", "worker", "everyday agent work, the default"),
            row(ContextWindows.GEMINI, "gemini-3-pro", "planner", "most capable, plans and reviews"),
            row(ContextWindows.GEMINI, "gemini-2.5-pro", "planner", "plans and reviews"));

    static final List<CatalogModel> DEEPSEEK = List.of(
            row(ContextWindows.DEEPSEEK, "deepseek-chat", "worker", "everyday agent work, the default"),
            row(ContextWindows.DEEPSEEK, "deepseek-reasoner", "planner", "reasons before it answers"));

    static final List<CatalogModel> GROQ = List.of(
            row(ContextWindows.GROQ, "llama-3.3-70b-versatile", "worker", "everyday agent work, the default"),
            row(ContextWindows.GROQ, "llama-4-scout-17b-16e-instruct", "worker", "quick, text and images"),
            row(ContextWindows.GROQ, "deepseek-r1-distill-llama-70b", "planner", "reasons before it answers"));

    /** What an Ollama server really has depends on what was fetched to it. */
    static final List<CatalogModel> OLLAMA = List.of(
            row(ContextWindows.OLLAMA, "llama4", "worker", "everyday agent work, the default"),
            row(ContextWindows.OLLAMA, "qwen2.5-coder", "planner", "for code"));

    /** The local model used when none is named: the first that can be pulled. */
    static final String LOCAL_DEFAULT = "gemma-3-270m";

    static final List<CatalogModel> LOCAL = List.of(row(
            ContextWindows.LOCAL, LOCAL_DEFAULT, "worker", "runs in this process, no key; short answers, no tools"));

    private VendorModels() {}

    private static CatalogModel row(ContextWindows windows, String id, String role, String description) {
        return new CatalogModel(id, role, description, windows.of(id), Optional.empty(), Optional.empty());
    }
}
