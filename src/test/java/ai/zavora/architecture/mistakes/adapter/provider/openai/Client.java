package ai.zavora.architecture.mistakes.adapter.provider.openai;

import ai.zavora.architecture.mistakes.adapter.provider.gemini.Other;

/** A provider that knows another. */
public final class Client {
    Other other = new Other();
}
