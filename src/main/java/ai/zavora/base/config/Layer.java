package ai.zavora.base.config;

/** Where a value was given, the strongest first. */
public enum Layer {
    FLAG("flag"),
    ENVIRONMENT("environment"),
    PROFILE("profile"),
    DEFAULT("default");

    private final String label;

    Layer(String label) {
        this.label = label;
    }

    /** Its word in results. */
    public String label() {
        return label;
    }
}
