package ai.zavora.launcher;

/**
 * What a process left behind.
 *
 * @param exit its exit code
 * @param out all of its standard output, read as UTF-8
 * @param err all of its standard error, read as UTF-8
 */
record Finished(int exit, String out, String err) {}
