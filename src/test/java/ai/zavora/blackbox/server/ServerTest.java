package ai.zavora.blackbox.server;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a model server, and the served agents of one test. */
@Tag("blackbox")
@Timeout(180)
abstract class ServerTest {
    @TempDir
    Path folder;

    ModelServer model;

    @BeforeEach
    void startModel() {
        model = ModelServer.start();
    }

    @AfterEach
    void stopModel() {
        model.close();
    }

    /** The program with the model server as its provider. */
    Launcher program() {
        return Launcher.in(folder).withModel(model);
    }

    /** A server with sessions in a file. */
    ServedAgent serve(String... arguments) throws InterruptedException {
        return ServedAgent.start(program().with("ZAVORA_SESSION_BACKEND", "sqlite"), arguments);
    }
}
