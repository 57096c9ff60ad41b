package ai.zavora.adapter.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.core.llm.Part;
import ai.zavora.testing.SampleRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeminiRequestTest {
    private static final Part.ProviderData SIGNED = new Part.ProviderData(
            "gemini",
            SampleRequest.json("{\"text\":\"I should look.\",\"thought\":true,\"thoughtSignature\":\"c2ln\"}"));

    @Test
    void writesAWholeConversation() {
        assertThat(GeminiRequest.body(SampleRequest.full("gemini-2.5-flash", SIGNED)))
                .isEqualTo(SampleRequest.json("""
                                {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[
                                  {"role":"user","parts":[
                                    {"text":"What is this?"},
                                    {"inlineData":{"mimeType":"image/png","data":"iVBO"}}]},
                                  {"role":"model","parts":[
                                    {"text":"I should look.","thought":true,"thoughtSignature":"c2ln"},
                                    {"text":"Let me see."},
                                    {"functionCall":{"name":"read","args":{"path":"a.txt"}}},
                                    {"functionCall":{"name":"now","args":{"invalid_input":"{\\"x\\":"}}}]},
                                  {"role":"user","parts":[
                                    {"functionResponse":{"name":"read","response":{"text":"A"}}},
                                    {"functionResponse":{"name":"now","response":{"error":"bad"}}},
                                    {"text":"Go on."}]}],
                                 "tools":[{"functionDeclarations":[
                                  {"name":"read","description":"Reads a file.","parameters":
                                    {"type":"object","required":["path"],"properties":{
                                      "path":{"type":"string","description":"the file"},
                                      "lines":{"type":"integer","nullable":true}}}},
                                  {"name":"now","description":"Tells the time."}]}],
                                 "generationConfig":{"maxOutputTokens":500}}
                                """));
    }

    @Test
    void writesTheLeastThatIsNeeded() {
        assertThat(Json.write(GeminiRequest.body(SampleRequest.hello("gemini-2.5-flash"))))
                .isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-3-pro", "models/gemini-3-pro-preview", "gemini-flash-latest"})
    void standsInForTheSignatureOfCallsThatAnotherModelMade(String model) {
        var contents = GeminiRequest.body(SampleRequest.full(model, SIGNED)).array("contents");

        assertThat(Json.write(contents.get(1)))
                .contains("{\"functionCall\":{\"name\":\"read\",\"args\":{\"path\":\"a.txt\"}},"
                        + "\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                        + "{\"functionCall\":{\"name\":\"now\",\"args\":{\"invalid_input\":\"{\\\"x\\\":\"}}}");
    }
}
