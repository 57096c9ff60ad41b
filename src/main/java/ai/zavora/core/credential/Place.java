package ai.zavora.core.credential;

/** Where a stored key is kept. */
public enum Place {
    /** The keyring of the operating system. */
    VAULT("OS vault"),
    /** A file that only its owner may read. */
    FILE("credentials file");

    private final String words;

    Place(String words) {
        this.words = words;
    }

    /** Its name for people. */
    public String words() {
        return words;
    }
}
