package ai.zavora.surface.chat;

import ai.zavora.core.command.ContextShare;
import java.util.Optional;

/** The prompt: {@code zavora>}, or {@code zavora [12%]>} once part of the model's context window is used. */
record Prompt(Optional<ContextShare> share) {

    String plain() {
        return "zavora" + indicator() + "> ";
    }

    String coloured() {
        var tone = share.map(ContextShare::level).orElse(ContextShare.Level.CALM);
        var style =
                switch (tone) {
                    case CALM -> Tone.ACCENT;
                    case WARNING -> Tone.WARNING;
                    case CRITICAL -> Tone.ERROR;
                };
        return Tone.ACCENT.paint("zavora") + style.paint(indicator()) + Tone.ACCENT.paint("> ");
    }

    private String indicator() {
        return share.map(s -> " [" + s.text() + mark(s.level()) + "]").orElse("");
    }

    private static String mark(ContextShare.Level level) {
        return switch (level) {
            case CALM -> "";
            case WARNING -> " ⚠";
            case CRITICAL -> " 🔴";
        };
    }
}
