package ai.zavora.blackbox.server;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One served agent with its model server for all tests of a class, which ask for nothing that another may have left behind:
 * a session, a count, a call. The model server begins anew with each test.
 */
@Tag("blackbox")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedServerTest {
    @TempDir
    static Path folder;

    static ModelServer model;
    static ServedAgent agent;

    /** The program that is served. */
    Launcher served() {
        return program();
    }

    /** The program with the same model server, sessions and folder. */
    static Launcher program() {
        return Launcher.in(folder).withModel(model).with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    @BeforeAll
    void serve() throws InterruptedException {
        model = ModelServer.start();
        agent = ServedAgent.start(served());
    }

    @AfterAll
    static void stop() {
        try (var _ = model) {
            agent.close();
        }
    }

    @BeforeEach
    void beginAnew() {
        model.beginAnew();
    }
}
