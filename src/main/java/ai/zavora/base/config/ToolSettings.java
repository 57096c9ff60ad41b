package ai.zavora.base.config;

import java.time.Duration;
import java.util.List;

/**
 * How tools are allowed and run.
 *
 * @param confirmation which tools need approval
 * @param requireConfirmation tools that need it whatever the mode
 * @param approved tools approved beforehand
 * @param trust how far approval goes
 * @param timeout for one call
 */
public record ToolSettings(
        Confirmation confirmation,
        List<String> requireConfirmation,
        List<String> approved,
        Trust trust,
        Duration timeout) {
    public ToolSettings {
        requireConfirmation = List.copyOf(requireConfirmation);
        approved = List.copyOf(approved);
    }

    /** Which tools need approval before they run. */
    public enum Confirmation {
        NEVER,
        MCP_ONLY,
        ALWAYS
    }

    /** How far approval goes. */
    public enum Trust {
        /** Each tool by its own rule. */
        BY_RULE,
        /** Every available tool is approved for this process. */
        EVERYTHING
    }
}
