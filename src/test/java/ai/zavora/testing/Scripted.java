package ai.zavora.testing;

/** What {@link ModelServer} does with one request: answer it, or misbehave. */
public sealed interface Scripted permits Reply, Fault {}
