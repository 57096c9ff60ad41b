package ai.zavora.surface.chat;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * What a chat reads and writes.
 *
 * @param in what the person types or a pipe delivers, UTF-8
 * @param out answers and what commands show
 * @param err everything else: prompts to a pipe's owner, tool calls, notices, errors
 */
public record ChatStreams(InputStream in, PrintStream out, PrintStream err) {}
