package ai.zavora.architecture.mistakes.surface.unmarked;

/** Named badly, in a package without a mark. */
final class ChatManager {}
