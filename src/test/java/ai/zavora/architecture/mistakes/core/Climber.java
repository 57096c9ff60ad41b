package ai.zavora.architecture.mistakes.core;

import ai.zavora.architecture.mistakes.app.Program;
import com.google.gson.Gson;

/** Core that looks up and needs a library. */
final class Climber {
    Program program = new Program();
    Gson gson = new Gson();
}
