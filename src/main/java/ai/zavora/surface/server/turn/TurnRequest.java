package ai.zavora.surface.server.turn;

import ai.zavora.core.agent.UserInput;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.SessionKey;

/**
 * A turn that somebody asks for.
 *
 * @param id that of the request it came with
 * @param key of its session; one that no other turn has where the conversation is given
 * @param approver answers for the caller where a tool needs a yes
 */
public record TurnRequest(String id, SessionKey key, UserInput input, Approver approver, Conversation conversation) {}
