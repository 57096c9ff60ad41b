package ai.zavora.surface.server.approval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.policy.Approver.ApprovalRequest;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.tool.Access;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an approval at one time.
 *
 * @param details what exactly is asked for; empty once that is decided
 * @param resolution how it ended; empty while it is pending
 */
public record ApprovalState(Facts facts, Optional<Details> details, Optional<Resolution> resolution) {

    public ApprovalState {
        requireNonNull(facts, "facts is null");
    }

    /**
     * Who asks for what, and when.
     *
     * @param id hard to guess
     * @param reason why the call needs a yes
     */
    public record Facts(Turn turn, String id, String callId, String tool, String reason, Times times) {}

    /** The turn that waits. */
    public record Turn(SessionKey key, String id) {}

    /** From when to when it waits. */
    public record Times(Instant asked, Instant expires) {}

    /** The whole call: nothing that is approved may be out of sight. */
    public record Details(JsonValue.Obj arguments, List<Access> accesses) {
        public Details {
            accesses = List.copyOf(accesses);
        }
    }

    /** One that is pending. */
    static ApprovalState pending(String id, Turn turn, ApprovalRequest request, Times times) {
        var call = request.call();
        return new ApprovalState(
                new Facts(turn, id, call.id(), call.tool(), request.reason(), times),
                Optional.of(new Details(call.arguments(), request.accesses())),
                Optional.empty());
    }

    /** The same once it is decided. What was asked for is then in the journal, and is not kept a second time. */
    public ApprovalState resolved(Resolution how) {
        return new ApprovalState(facts, Optional.empty(), Optional.of(how));
    }

    /** As callers read it. */
    public JsonValue.Obj json() {
        var turn = facts.turn();
        var built = JsonValue.object()
                .put("id", facts.id())
                .put("status", resolution.map(Resolution::status).orElse("pending"))
                .put("session_id", turn.key().id())
                .put("user_id", turn.key().user())
                .put("turn_id", turn.id())
                .put("call_id", facts.callId())
                .put("tool", facts.tool())
                .put("reason", facts.reason())
                .put("created_at", time(facts.times().asked()))
                .put("expires_at", time(facts.times().expires()));
        details.ifPresent(call -> built.put("arguments", call.arguments())
                .put(
                        "accesses",
                        JsonValue.array(call.accesses().stream()
                                .map(ApprovalState::access)
                                .toList())));
        resolution
                .map(Resolution::scope)
                .filter(scope -> !scope.isEmpty())
                .ifPresent(scope -> built.put("scope", scope));
        return built.build();
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static JsonValue.Obj access(Access access) {
        return switch (access) {
            case Access.Read(var path) -> access("read", JsonValue.of(path.toString()));
            case Access.Write(var path) -> access("write", JsonValue.of(path.toString()));
            case Access.Exec(var command) -> access("exec", JsonValue.of(command));
            case Access.Net(var uri) -> access("net", JsonValue.of(uri.toString()));
            case Access.Opaque(var text) -> access("other", JsonValue.of(text));
        };
    }

    private static JsonValue.Obj access(String kind, JsonValue target) {
        return JsonValue.object().put("kind", kind).put("target", target).build();
    }
}
