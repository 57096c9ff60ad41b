package ai.zavora.core.diagnosis;

import ai.zavora.base.error.ErrorKind;
import java.util.Comparator;
import java.util.List;

/** All findings, in the order people read them. */
public record Diagnosis(List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether nothing fails; warnings are allowed. */
    public boolean healthy() {
        return exitCode() == 0;
    }

    /** 0 when healthy, else the exit code of the failure that others may come from: settings, database, provider, rest. */
    public int exitCode() {
        return findings.stream()
                .flatMap(finding -> finding.kind().stream())
                .min(Comparator.comparingInt(Diagnosis::rank))
                .map(ErrorKind::exitCode)
                .orElse(0);
    }

    private static int rank(ErrorKind kind) {
        return switch (kind) {
            case INPUT -> 0;
            case SESSION -> 1;
            case PROVIDER -> 2;
            case TOOLING -> 3;
            case INTERNAL -> 4;
        };
    }

    /** How many findings have a status. */
    public long count(Finding.Status status) {
        return findings.stream().filter(finding -> finding.status() == status).count();
    }
}
