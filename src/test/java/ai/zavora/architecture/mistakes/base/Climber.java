package ai.zavora.architecture.mistakes.base;

import ai.zavora.architecture.mistakes.app.Program;

/** Base that looks up. */
final class Climber {
    Program program = new Program();
}
