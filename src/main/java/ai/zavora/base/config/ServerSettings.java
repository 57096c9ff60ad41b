package ai.zavora.base.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the server listens and what it allows.
 *
 * @param host an IP address or {@code localhost}, as the operator wrote it
 * @param port 0 for any free one
 * @param access who may call it
 * @param drain how long running turns may go on once the server is told to stop
 * @param pidFile what the server keeps locked while it runs, absolute
 */
public record ServerSettings(
        String host, int port, ServerAccess access, TurnLimits turns, Duration drain, Path pidFile) {

    /**
     * The bounds of the work at one time.
     *
     * @param running how many turns run at once
     * @param waiting how many requests may wait for a turn
     * @param patience how long a request waits for its turn
     * @param turn how long a turn may take, without the time it waits for approvals
     */
    public record TurnLimits(int running, int waiting, Duration patience, Duration turn, ApprovalLimits approvals) {

        /** The same with another number of turns at once. */
        public TurnLimits of(int number) {
            return new TurnLimits(number, waiting, patience, turn, approvals);
        }
    }

    /**
     * The bounds of waiting for people.
     *
     * @param pending how many tool calls may wait for approval at one time
     * @param patience how long each of them waits
     */
    public record ApprovalLimits(int pending, Duration patience) {}
}
