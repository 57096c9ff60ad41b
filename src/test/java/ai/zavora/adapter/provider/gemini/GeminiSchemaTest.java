package ai.zavora.adapter.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.SampleRequest;
import org.junit.jupiter.api.Test;

final class GeminiSchemaTest {

    @Test
    void leavesOutWhatTheApiRefuses() {
        assertReduced("""
                {"$schema":"s","$id":"i","type":"object","additionalProperties":false,"properties":{
                 "when":{"type":"string","format":"date-time"},
                 "url":{"type":"string","format":"uri","minLength":1},
                 "level":{"enum":[1,2],"type":"integer"},
                 "any":true},
                 "required":["url","missing"]}""", """
                {"type":"object","properties":{
                 "when":{"type":"string","format":"date-time"},
                 "url":{"type":"string","minLength":1},
                 "level":{"type":"integer"},
                 "any":{}},
                 "required":["url"]}""");
    }

    @Test
    void turnsConstantsAndAlternativesIntoWhatTheApiTakes() {
        assertReduced("""
                {"type":"object","properties":{
                 "mode":{"const":"fast"},
                 "size":{"oneOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]},
                 "tags":{"type":"array","items":{"type":"string","enum":["a","b"]}},
                 "list":{"type":"array"}}}""", """
                {"type":"object","properties":{
                 "mode":{"type":"string","enum":["fast"]},
                 "size":{"nullable":true,"anyOf":[{"type":"string"},{"type":"integer"}]},
                 "tags":{"type":"array","items":{"type":"string","enum":["a","b"]}},
                 "list":{"type":"array","items":{"type":"string"}}}}""");
    }

    @Test
    void followsReferencesAndCutsEndlessOnes() {
        var reduced = GeminiSchema.parameters(SampleRequest.json("""
                                {"type":"object","$defs":{"node":{"type":"object","properties":{
                                 "name":{"type":"string"},"next":{"$ref":"#/$defs/node"}}}},
                                 "properties":{"head":{"$ref":"#/$defs/node"},"loop":{"$ref":"#/properties/loop"}}}""")).orElseThrow();

        var head = reduced.object("properties").orElseThrow().object("head").orElseThrow();
        assertThat(head.object("properties").orElseThrow().object("name").orElseThrow())
                .isEqualTo(SampleRequest.json("{\"type\":\"string\"}"));
        assertThat(reduced.toString()).doesNotContain("$ref");
    }

    @Test
    void saysNothingOfAFunctionWithoutParameters() {
        assertThat(GeminiSchema.parameters(SampleRequest.json("{\"type\":\"object\"}")))
                .isEmpty();
    }

    private static void assertReduced(String schema, String expected) {
        assertThat(GeminiSchema.parameters(SampleRequest.json(schema))).contains(SampleRequest.json(expected));
    }
}
