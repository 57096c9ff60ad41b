package ai.zavora.surface.cli;

import ai.zavora.base.config.TerminalSettings.Colour;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.diagnosis.Diagnosis;
import ai.zavora.core.diagnosis.Finding;
import ai.zavora.core.diagnosis.Finding.Status;

/** A diagnosis for people: findings by area, advice under them, the verdict last. */
final class DoctorText {
    private static final String RESET = "\u001b[0m";

    private final Diagnosis diagnosis;
    private final boolean coloured;

    DoctorText(Diagnosis diagnosis, Invocation invocation) {
        this.diagnosis = diagnosis;
        var terminal = invocation.settings().terminal();
        this.coloured = invocation.streams().isTerminal(Streams.Standard.OUT)
                && terminal.colour() == Colour.WANTED
                && !terminal.type().equals("dumb");
    }

    String text() {
        var text = new StringBuilder();
        var area = "";
        for (var finding : diagnosis.findings()) {
            if (!finding.area().equals(area)) {
                area = finding.area();
                text.append(text.isEmpty() ? "" : "\n").append(area).append('\n');
            }
            append(text, finding);
        }
        return text.append('\n').append(verdict()).append('\n').toString();
    }

    private void append(StringBuilder text, Finding finding) {
        text.append("  ")
                .append(mark(finding.status()))
                .append("  ")
                .append(finding.name())
                .append(": ")
                .append(ControlFilter.line(finding.seen()))
                .append('\n');
        if (finding.status() != Status.OK) {
            text.append("        ").append(ControlFilter.line(finding.advice())).append('\n');
        }
    }

    private String mark(Status status) {
        return switch (status) {
            case OK -> painted("\u001b[32m", "ok  ");
            case WARN -> painted("\u001b[33m", "warn");
            case FAIL -> painted("\u001b[31m", "FAIL");
        };
    }

    private String painted(String colour, String word) {
        return coloured ? colour + word + RESET : word;
    }

    private String verdict() {
        var failures = diagnosis.count(Status.FAIL);
        var warnings = diagnosis.count(Status.WARN);
        return (diagnosis.healthy() ? "Healthy" : "Not healthy") + ": " + failures
                + (failures == 1 ? " failure, " : " failures, ") + warnings
                + (warnings == 1 ? " warning." : " warnings.");
    }
}
