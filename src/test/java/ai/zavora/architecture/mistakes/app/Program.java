package ai.zavora.architecture.mistakes.app;

/** Stands for the program. */
public final class Program {}
