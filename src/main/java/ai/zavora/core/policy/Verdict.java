package ai.zavora.core.policy;

/** What the policy says of a tool call. */
public sealed interface Verdict {

    /** It may run; the reason names the rule that allows it, for the journal. */
    record Allow(String reason) implements Verdict {}

    /** A person must agree first; the reason is shown to that person. */
    record Ask(String reason) implements Verdict {}

    /** It must not run; the reason is told to the model. */
    record Deny(String reason) implements Verdict {}
}
