package ai.zavora.architecture.mistakes.adapter.provider.gemini;

/** Another provider. */
public final class Other {}
