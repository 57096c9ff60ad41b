package ai.zavora.surface.cli;

/** The program's name and version. */
public final class Version {
    /** As in {@code pom.xml}; a test compares the two. */
    public static final String NUMBER = "1.0.0";

    /** What {@code --version} prints. */
    public static final String LINE = "zavora-cli " + NUMBER;

    private Version() {}
}
