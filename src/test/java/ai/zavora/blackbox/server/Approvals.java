package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;

/** Asking for approvals over HTTP, and answering them. */
final class Approvals {
    static final String ASK = "/v1/ask";
    static final String LIST = "/v1/approvals";
    /** A part of what the tool gives: it stands in a request to the model only where the call ran. */
    static final String OUTCOME = "Quality gates";

    static final Reply CALL = Reply.toolUse(
            "release_template", JsonValue.object().put("releases", 2).build());

    private Approvals() {}

    static String question(String session) {
        return "{\"prompt\":\"plan\",\"session_id\":\"" + session + "\",\"approvals\":\"wait\"}";
    }

    /** Asks in a session and answers with the approval that the turn waits for. */
    static JsonValue.Obj asked(ServedAgent agent, String session) throws InterruptedException {
        var waiting = agent.post(ASK, question(session));
        assertThat(waiting.status()).as(waiting.text()).isEqualTo(202);
        assertThat(waiting.json().string("status")).contains("waiting_for_approval");
        return (JsonValue.Obj) waiting.json().array("approvals").getFirst();
    }

    static String text(JsonValue.Obj object, String name) {
        return object.string(name).orElseThrow();
    }

    static String path(JsonValue.Obj approval) {
        return LIST + "/" + text(approval, "id");
    }

    static Answer decide(ServedAgent agent, JsonValue.Obj approval, String decision) throws InterruptedException {
        return agent.post(path(approval), "{\"decision\":\"" + decision + "\"}");
    }

    /** The end of the turn that waited. */
    static Answer end(ServedAgent agent, JsonValue.Obj approval) throws InterruptedException {
        var turn = "/v1/sessions/" + text(approval, "session_id") + "/turns/" + text(approval, "turn_id");
        var answer = agent.get(turn);
        while (answer.status() == 202) {
            // to ask without a pause is as much work as a whole server
            Thread.sleep(20);
            answer = agent.get(turn);
        }
        return answer;
    }
}
