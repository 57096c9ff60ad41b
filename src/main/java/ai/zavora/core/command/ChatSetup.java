package ai.zavora.core.command;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.core.session.SessionKey;

/**
 * What a chat is started with, in words for people.
 *
 * @param session the session it begins in
 * @param workspace the name of the folder the agent works in
 * @param profile the name of the configuration profile
 * @param planner where planning requests go, for example {@code openai/gpt-5.4}
 * @param version the program's version
 * @param options the options that say where the session is looked for, for a shell, each behind a blank; empty for none
 * @param database the options that name the session database, for commands in advice
 */
public record ChatSetup(
        SessionKey session,
        String workspace,
        String profile,
        String planner,
        String version,
        String options,
        GivenOptions database) {}
