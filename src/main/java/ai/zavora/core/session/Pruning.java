package ai.zavora.core.session;

import java.util.List;

/**
 * What a {@link PruneRule} leads to.
 *
 * @param doomed the sessions that go, newest first
 * @param inUse those that would go, but somebody is working in them
 * @param kept how many sessions stay, the ones in use included
 * @param ahead how many of them a wrong clock dated after now
 */
public record Pruning(List<SessionSummary> doomed, List<SessionSummary> inUse, int kept, int ahead) {
    public Pruning {
        doomed = List.copyOf(doomed);
        inUse = List.copyOf(inUse);
    }
}
