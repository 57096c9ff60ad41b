package ai.zavora.core.diagnosis;

/** What a diagnosis does beyond quick looks at this machine. */
public enum Thoroughness {
    /** Asks every provider that has a credential once, over the network. */
    PROBE,
    /** Reads the whole database, however large. */
    FULL
}
