package ai.zavora.core.agent;

import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;

/**
 * How a turn ended.
 *
 * @param answer the text of the last reply; empty when the model said nothing
 * @param usage tokens of all requests of the turn
 * @param toolCalls how many tool calls the model asked for
 */
public record TurnResult(ModelRoute route, String answer, StopReason stopReason, Usage usage, int toolCalls) {}
