package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged program finds out about its model providers. */
final class DoctorProbeTest extends DoctorFixture {

    @Test
    void probesOnlyWhenAsked() throws Exception {
        server.otherRequestsFail(401);
        var run = unchanged("doctor", "--probe", "--json");
        assertThat(server.otherRequests()).isNotEmpty();
        assertThat(run.out()).contains("openai probe");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
    }

    /** A redirect, nothing at the address, a failing server, and a page that is no list of models. */
    @ParameterizedTest
    @ValueSource(ints = {302, 404, 500, 200})
    void aProviderThatDoesNotAnswerAsOneFails(int status) throws Exception {
        server.otherRequestsFail(status);
        var run = unchanged("doctor", "--probe");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  openai probe:", "Not healthy");
    }

    @Test
    void aProviderThatAsksForPatienceIsTheRightOne() throws Exception {
        server.otherRequestsFail(429);
        var run = unchanged("doctor", "--probe");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("warn  openai probe:");
    }

    @Test
    void aModelOfAnotherProviderFailsAsItDoesForATurn() throws Exception {
        var program = program().with("ANTHROPIC_API_KEY", KEY);
        var model = new String[] {"--provider", "anthropic", "--model", "gpt-4o"};
        failsInText(program.run("ask", model[0], model[1], model[2], model[3], PROMPT), 42, "INPUT");
        var run = program.run("doctor", model[0], model[1], model[2], model[3]);
        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        assertThat(run.out()).contains("FAIL  model:", "gpt-4o", "openai key: set");
    }

    @Test
    void aModelThatOllamaLacksFailsWhenItIsAsked() throws Exception {
        var program = program().with("OLLAMA_HOST", server.baseUrl());
        var there = program.run("doctor", "--probe", "--provider", "ollama", "--model", "test-model");
        assertThat(there.exit()).as(there.out()).isZero();
        var run = program.run("doctor", "--probe", "--provider", "ollama", "--model", "nothere");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("FAIL  ollama probe:", "ollama pull nothere");
    }

    @Test
    void nothingToAskFailsWhenItIsLookedFor() throws Exception {
        var program = Launcher.in(home).with("OLLAMA_HOST", "127.0.0.1:1");
        assertThat(program.run("doctor").exit()).isZero();
        failsInText(program.run("ask", PROMPT), 10, "PROVIDER");
        var run = program.run("doctor", "--probe");
        assertThat(run.exit()).as(run.out()).isEqualTo(10);
        assertThat(run.out()).contains("No model provider is configured");
    }
}
