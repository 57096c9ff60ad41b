package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.ConfirmationMode;
import ai.zavora.core.session.Event;
import ai.zavora.core.tool.Access;
import ai.zavora.core.tool.ToolResult;
import ai.zavora.testing.FakeTool;
import ai.zavora.testing.Gate;
import ai.zavora.testing.ScriptedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToolGateTest {

    private static final Access WRITE = new Access.Write(Path.of("/workspace/file"));
    private static final Access READ = new Access.Read(Path.of("/workspace/file"));
    private static final Access NET = new Access.Net(java.net.URI.create("https://example.com/"));

    @Test
    void anUnknownToolIsExplainedToTheModel() throws InterruptedException {
        assertThat(outcome(FakeTool.named("real"), use("imaginary", JsonValue.Obj.EMPTY))
                        .code())
                .isEqualTo("unknown_tool");
    }

    @Test
    void argumentsThatAreNoObjectDoNotReachTheTool() throws InterruptedException {
        var tool = FakeTool.named("a");

        assertThat(outcome(tool, use("a", JsonValue.of("{broken"))).code()).isEqualTo("invalid_args");
        assertThat(tool.calls()).isEmpty();
    }

    @Test
    void argumentsAgainstTheSchemaDoNotReachTheToolAndNameThePlace() throws InterruptedException {
        var schema = JsonValue.object()
                .put("type", "object")
                .put(
                        "properties",
                        JsonValue.object()
                                .put(
                                        "count",
                                        JsonValue.object()
                                                .put("type", "integer")
                                                .build())
                                .build())
                .build();
        var tool = FakeTool.named("a").withSchema(schema);

        var outcome =
                outcome(tool, use("a", JsonValue.object().put("count", "three").build()));

        assertThat(outcome.code()).isEqualTo("invalid_args");
        assertThat(outcome.error()).contains("/count");
        assertThat(tool.calls()).isEmpty();
    }

    @Test
    void readsNeedNoApprovalAndEffectsDoByDefault() throws InterruptedException {
        assertThat(outcome(FakeTool.named("a").withAccesses(READ), use("a")).code())
                .isEmpty();
        assertThat(outcome(FakeTool.named("a").withAccesses(WRITE), use("a")).code())
                .isEqualTo("not_approved");
    }

    @Test
    void refusalWithoutAPersonNamesTheFlagsThatApprove() throws InterruptedException {
        assertThat(outcome(FakeTool.named("a").withAccesses(WRITE), use("a")).error())
                .contains("--approve-tool a")
                .contains("--always-approve");
    }

    @Test
    void modeNeverLetsLocalEffectsThroughButNotTheNetwork() throws InterruptedException {
        var local = new AgentFixture(script(use("a")), FakeTool.named("a").withAccesses(WRITE))
                .confirming(ConfirmationMode.NEVER);
        assertThat(outcome(local).code()).isEmpty();
        var remote = new AgentFixture(script(use("a")), FakeTool.named("a").withAccesses(NET))
                .confirming(ConfirmationMode.NEVER);
        assertThat(outcome(remote).code()).isEqualTo("not_approved");
    }

    @Test
    void modeAlwaysAsksAboutReadsToo() throws InterruptedException {
        var fixture = new AgentFixture(script(use("a")), FakeTool.named("a").withAccesses(READ))
                .confirming(ConfirmationMode.ALWAYS);
        assertThat(outcome(fixture).code()).isEqualTo("not_approved");
    }

    @Test
    void approvalByNameAnswersTheConfirmationThatIsRequired() throws InterruptedException {
        var required = new AgentFixture(script(use("a")), FakeTool.named("a")).requiring("a");
        assertThat(outcome(required).code()).isEqualTo("not_approved");
        var approved = new AgentFixture(script(use("a")), FakeTool.named("a"))
                .requiring("a")
                .approving("a*");
        assertThat(outcome(approved).code()).isEmpty();
    }

    @Test
    void trustGivenOnceCoversLaterCallsOfTheTool() throws InterruptedException {
        var questions = new AtomicInteger();
        var fixture = new AgentFixture(
                        ScriptedModel.of(
                                ScriptedModel.toolUses(use("a"), use("a")),
                                ScriptedModel.toolUses(use("a")),
                                ScriptedModel.text("done")),
                        FakeTool.named("a").withAccesses(WRITE))
                .asking((_, record) -> {
                    questions.incrementAndGet();
                    record.accept(Approver.Answer.TRUST_TOOL);
                    return Approver.Answer.TRUST_TOOL;
                });

        fixture.ask("go");

        assertThat(questions).hasValue(1);
        assertThat(fixture.journal(Event.ToolDecision.class))
                .extracting(Event.ToolDecision::decision)
                .containsExactly("approved", "trusted", "trusted");
    }

    @Test
    void readsRunSideBySideAndEffectsAlone() throws Exception {
        var gate = new Gate();
        var reader = FakeTool.named("read").withAccesses(READ).withGate(gate);
        var writer = FakeTool.named("write").withAccesses(WRITE);
        var fixture = new AgentFixture(
                        ScriptedModel.of(
                                ScriptedModel.toolUses(use("read"), use("read"), use("write"), use("write")),
                                ScriptedModel.text("done")),
                        reader,
                        writer)
                .approving("write");
        var turn = CompletableFuture.runAsync(() -> {
            try {
                fixture.ask("go");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (reader.running() < 2) {
            assertThat(turn).isNotDone();
            Thread.onSpinWait();
        }
        assertThat(writer.calls()).isEmpty();
        gate.open();
        turn.get(20, TimeUnit.SECONDS);

        assertThat(reader.mostAtOnce()).isEqualTo(2);
        assertThat(writer.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void aCallThatTakesTooLongIsStoppedAndTheTurnGoesOn() throws InterruptedException {
        var tool = FakeTool.named("a").withGate(new Gate());
        var fixture = new AgentFixture(script(use("a")), tool).withToolTimeout(Duration.ofMillis(50));

        assertThat(outcome(fixture).code()).isEqualTo("timeout");
        assertThat(tool.awaitInterrupted()).isTrue();
    }

    @Test
    void aDefectInAToolIsToldToTheModelWithoutItsText() throws InterruptedException {
        var tool = FakeTool.named("a").withAction(arguments -> {
            throw new IllegalStateException("canary");
        });

        var outcome = outcome(tool, use("a"));

        assertThat(outcome.code()).isEqualTo("internal_error");
        assertThat(outcome.error()).contains("IllegalStateException").doesNotContain("canary");
    }

    @Test
    void outcomesStayInCallOrderWhenOneIsRejected() throws InterruptedException {
        var fixture = new AgentFixture(
                ScriptedModel.of(
                        ScriptedModel.toolUses(use("a"), use("imaginary"), use("a")), ScriptedModel.text("done")),
                FakeTool.named("a").withAccesses(READ));

        fixture.ask("go");

        assertThat(fixture.journal(Event.ToolFinished.class))
                .extracting(finished -> finished.output().name())
                .containsExactly("a", "imaginary", "a");
    }

    @Test
    void aResultReachesTheModelUnchanged() throws InterruptedException {
        var output = JsonValue.object().put("value", 42).build();
        var fixture = new AgentFixture(script(use("a")), FakeTool.named("a").withResult(new ToolResult.Ok(output)));

        fixture.ask("go");

        var told = (Part.ToolOutput)
                fixture.model.requests().get(1).messages().getLast().parts().getFirst();
        assertThat(told.output()).isEqualTo(output);
        assertThat(told.failed()).isFalse();
    }

    /** The error of the one call of a turn; both texts empty when it succeeded. */
    private record Outcome(String code, String error) {}

    private static Outcome outcome(FakeTool tool, Part.ToolUse use) throws InterruptedException {
        return outcome(new AgentFixture(script(use), tool));
    }

    private static Outcome outcome(AgentFixture fixture) throws InterruptedException {
        fixture.ask("go");
        var output = fixture.journal(Event.ToolFinished.class).getFirst().output();
        assertThat(output.failed()).isEqualTo(output.output().string("code").isPresent());
        return new Outcome(
                output.output().string("code").orElse(""),
                output.output().string("error").orElse(""));
    }

    private static ScriptedModel script(Part.ToolUse use) {
        return ScriptedModel.of(ScriptedModel.toolUses(use), ScriptedModel.text("done"));
    }

    private static Part.ToolUse use(String tool) {
        return use(tool, JsonValue.Obj.EMPTY);
    }

    private static Part.ToolUse use(String tool, JsonValue input) {
        return new Part.ToolUse(java.util.UUID.randomUUID().toString(), tool, input, Optional.empty());
    }
}
