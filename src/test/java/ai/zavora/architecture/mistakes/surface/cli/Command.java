package ai.zavora.architecture.mistakes.surface.cli;

import ai.zavora.architecture.mistakes.adapter.provider.openai.Client;
import ai.zavora.architecture.mistakes.surface.chat.Chat;

/** A surface that knows an adapter and another surface. */
public final class Command {
    Client client = new Client();
    Chat chat = new Chat();
}
