package ai.zavora.surface.server.turn;

import ai.zavora.core.agent.UserInput;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.approval.ApprovalMode;

/**
 * A turn that somebody asks for.
 *
 * @param id that of the request it came with
 * @param key of its session; one that no other turn has where the conversation is given
 * @param approvals what becomes of a tool call that needs a yes
 */
public record TurnRequest(
        String id, SessionKey key, UserInput input, ApprovalMode approvals, Conversation conversation) {}
