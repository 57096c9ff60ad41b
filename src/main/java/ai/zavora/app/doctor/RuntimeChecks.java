package ai.zavora.app.doctor;

import ai.zavora.core.diagnosis.Finding;
import java.util.ArrayList;
import java.util.List;

/** The Java runtime, the program's own folder, and whether its start-up cache is in use. */
public final class RuntimeChecks {
    private static final String AREA = "runtime";

    private RuntimeChecks() {}

    /** @param version of this program */
    public static List<Finding> run(String version) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.ok(AREA, "zavora-cli", version));
        findings.add(Finding.ok(
                AREA,
                "java",
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home")));
        findings.add(Finding.ok(
                AREA,
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors, heap up to "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB"));
        var folder = System.getProperty("zavora.app", "");
        findings.add(
                folder.isEmpty()
                        ? Finding.warn(
                                AREA,
                                "launcher",
                                "the program was not started by its launcher",
                                "Start it with zavora-cli.")
                        : Finding.ok(AREA, "launcher", folder));
        findings.add(cache());
        return findings;
    }

    private static Finding cache() {
        var cache = System.getProperty("zavora.cache", "");
        // a JVM that cannot use the cache it was given goes on without saying so, and then shares nothing
        var used = System.getProperty("java.vm.info", "").contains("sharing");
        if (!cache.isEmpty() && used) {
            return Finding.ok(AREA, "start-up cache", "in use (" + cache + ")");
        }
        return Finding.warn(
                AREA,
                "start-up cache",
                cache.isEmpty()
                        ? "not in use: it is missing, or was made for other jars or another JDK"
                        : "not in use: Java cannot use it; it is damaged, or the options of Java differ from those it"
                                + " was made with",
                "Install the program again, or run make build in its checkout; until then it starts slower.");
    }
}
