package ai.zavora.base.config;

import java.util.OptionalInt;

/**
 * Which models, and within which bounds.
 *
 * @param worker answers
 * @param planner plans for the worker
 * @param plannerCallBudget how often the planner may be called in one process; at least 1
 * @param openAiApi the protocol spoken to OpenAI
 * @param maxPromptChars longest prompt in characters; empty for what the model's window holds
 * @param compactionThreshold the share of the context window, 0 to 1, at which older turns are summarised
 * @param maxOutputTokens longest answer in tokens; empty for what the provider decides
 */
public record ModelSettings(
        RouteChoice worker,
        RouteChoice planner,
        int plannerCallBudget,
        OpenAiApi openAiApi,
        OptionalInt maxPromptChars,
        double compactionThreshold,
        OptionalInt maxOutputTokens) {

    /** The protocol spoken to OpenAI. */
    public enum OpenAiApi {
        /** Responses at OpenAI's own address, chat completions at any other. */
        AUTO,
        CHAT,
        RESPONSES
    }
}
