package ai.zavora.architecture.mistakes.surface.chat;

/** A surface. */
public class Chat {
    static int turns;
    static final StringBuilder SAID = new StringBuilder();
}
