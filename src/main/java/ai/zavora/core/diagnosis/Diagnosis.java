package ai.zavora.core.diagnosis;

import ai.zavora.base.error.ErrorKind;
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

    /** 0 when healthy, else the exit code of what the first failure makes fail. */
    public int exitCode() {
        return findings.stream()
                .flatMap(finding -> finding.kind().stream())
                .findFirst()
                .map(ErrorKind::exitCode)
                .orElse(0);
    }

    /** How many findings have a status. */
    public long count(Finding.Status status) {
        return findings.stream().filter(finding -> finding.status() == status).count();
    }
}
