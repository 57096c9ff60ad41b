package ai.zavora.adapter.telemetry.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.HexFormat;

/** Reads the span that started this command, as W3C Trace Context writes it. */
final class TraceParent {
    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The context of that span; the root when the text is not one. */
    static Context of(String text) {
        var isOne = text.length() >= LENGTH
                && isHex(text, 0, 2)
                && isHex(text, 3, 35)
                && isHex(text, 36, 52)
                && isHex(text, 53, LENGTH)
                && text.charAt(2) == '-'
                && text.charAt(35) == '-'
                && text.charAt(52) == '-'
                && !text.startsWith("ff")
                && hasFittingEnd(text);
        if (!isOne) {
            return Context.root();
        }
        // ids of zeros alone are not valid, which the library sees
        var parent = SpanContext.createFromRemoteParent(
                text.substring(3, 35), text.substring(36, 52), TraceFlags.fromHex(text, 53), TraceState.getDefault());
        return parent.isValid() ? Context.root().with(Span.wrap(parent)) : Context.root();
    }

    /** Later versions may add parts; version 00 has none. */
    private static boolean hasFittingEnd(String text) {
        return text.length() == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-');
    }

    private static boolean isHex(String text, int from, int to) {
        for (var i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i)) || Character.isUpperCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
