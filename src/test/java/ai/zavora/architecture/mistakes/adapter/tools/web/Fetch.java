package ai.zavora.architecture.mistakes.adapter.tools.web;

/** A tool. */
public final class Fetch {}
