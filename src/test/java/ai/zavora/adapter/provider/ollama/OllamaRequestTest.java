package ai.zavora.adapter.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.core.llm.Part;
import ai.zavora.testing.SampleRequest;
import org.junit.jupiter.api.Test;

final class OllamaRequestTest {

    @Test
    void writesAWholeConversation() {
        var own = new Part.ProviderData("ollama", SampleRequest.json("{\"member\":\"thinking\"}"));

        assertThat(OllamaRequest.body(SampleRequest.full("llama4", own))).isEqualTo(SampleRequest.json("""
                                {"model":"llama4","messages":[
                                  {"role":"system","content":"Be brief."},
                                  {"role":"user","content":"What is this?","images":["iVBO"]},
                                  {"role":"assistant","content":"Let me see.","thinking":"I should look.","tool_calls":[
                                    {"id":"call_1","function":{"name":"read","arguments":{"path":"a.txt"}}},
                                    {"id":"call_2","function":{"name":"now","arguments":{"invalid_input":"{\\"x\\":"}}}]},
                                  {"role":"tool","content":"{\\"text\\":\\"A\\"}","tool_name":"read","tool_call_id":"call_1"},
                                  {"role":"tool","content":"{\\"error\\":\\"bad\\"}","tool_name":"now","tool_call_id":"call_2"},
                                  {"role":"user","content":"Go on."}],
                                 "stream":true,"truncate":false,"shift":false,
                                 "tools":[
                                  {"type":"function","function":{"name":"read","description":"Reads a file.","parameters":
                                    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                                     "properties":{"path":{"type":"string","description":"the file"},
                                                   "lines":{"type":["integer","null"],"exclusiveMinimum":0}},
                                     "required":["path"],"additionalProperties":false}}},
                                  {"type":"function","function":{"name":"now","description":"Tells the time.","parameters":
                                    {"type":"object","properties":{}}}}],
                                 "options":{"num_predict":500}}
                                """));
    }

    @Test
    void writesTheLeastThatIsNeeded() {
        assertThat(Json.write(OllamaRequest.body(SampleRequest.hello("llama4"))))
                .isEqualTo("{\"model\":\"llama4\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
                        + "\"stream\":true,\"truncate\":false,\"shift\":false}");
    }
}
