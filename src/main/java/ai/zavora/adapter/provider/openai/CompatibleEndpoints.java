package ai.zavora.adapter.provider.openai;

import ai.zavora.adapter.provider.openai.CompatibleEndpoint.OutputLimit;
import ai.zavora.adapter.provider.openai.CompatibleEndpoint.Quirks;
import ai.zavora.adapter.provider.openai.CompatibleEndpoint.ReasoningEcho;
import java.util.List;

/** The providers that speak OpenAI's chat completions: a new one is a row here. */
public final class CompatibleEndpoints {

    /** OpenAI itself, or any compatible server by its base URL with the version, as OpenAI's SDKs take it. */
    public static final CompatibleEndpoint OPENAI = new CompatibleEndpoint(
            "openai",
            "OpenAI",
            "OPENAI_API_KEY",
            "https://api.openai.com/v1",
            "",
            // compatible servers know the older name, OpenAI's own reasoning models only the newer: they use responses
            new Quirks(OutputLimit.MAX_TOKENS, ReasoningEcho.NEVER));

    /** Its reasoning must go back with the tool calls it led to, or the next request is refused. */
    public static final CompatibleEndpoint DEEPSEEK = new CompatibleEndpoint(
            "deepseek",
            "DeepSeek",
            "DEEPSEEK_API_KEY",
            "https://api.deepseek.com",
            "",
            new Quirks(OutputLimit.MAX_TOKENS, ReasoningEcho.IN_TURNS_WITH_TOOL_CALLS));

    /** Its own SDK takes the address without the path, others take it with the path; both work. */
    public static final CompatibleEndpoint GROQ = new CompatibleEndpoint(
            "groq",
            "Groq",
            "GROQ_API_KEY",
            "https://api.groq.com",
            "/openai/v1",
            new Quirks(OutputLimit.MAX_COMPLETION_TOKENS, ReasoningEcho.NEVER));

    /** All rows. */
    public static final List<CompatibleEndpoint> ALL = List.of(OPENAI, DEEPSEEK, GROQ);

    private CompatibleEndpoints() {}
}
