package ai.zavora.core.guardrail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text on its way, in pieces: comes out as it is when everything found is replaced. Only as many characters are held
 * back as a find that has begun could still need: as a rule the last word. The same text gives the same result in
 * whatever pieces it comes. Used by one thread.
 */
public final class GuardedText {
    private static final byte PLAIN = 0;
    private static final byte IN_WORD = 1;
    private static final byte STARTS_ANYWHERE = 2;

    private final Guardrail guardrail;
    private final TermPattern.Reader terms;
    private final byte[] ascii = new byte[128];
    private final Window window = new Window();
    private final boolean[] termsFound;
    private final Map<String, Boolean> othersFound = new LinkedHashMap<>();
    private long count;
    private boolean afterWord;
    private @Nullable Pattern found;

    GuardedText(Guardrail guardrail) {
        this.guardrail = guardrail;
        this.terms = guardrail.termPattern().new Reader();
        this.termsFound = new boolean[guardrail.terms().size()];
        for (char c = 0; c < ascii.length; c++) {
            var starts = guardrail.termPattern().startsWith(c) || guardrail.detectors(c).length > 0;
            ascii[c] = Chars.isWord(c) ? IN_WORD : starts ? STARTS_ANYWHERE : PLAIN;
        }
    }

    /** Takes a piece; what can be passed on by now. */
    public String accept(CharSequence piece) {
        window.append(piece);
        return advance();
    }

    /** Ends the text; what was held back. */
    public String finish() {
        window.finish();
        return advance();
    }

    /** What was found so far. */
    public Detection found() {
        if (count == 0) {
            return Detection.NOTHING;
        }
        var hits = new ArrayList<String>();
        for (var i = 0; i < termsFound.length; i++) {
            if (termsFound[i] && !hits.contains(guardrail.terms().get(i))) {
                hits.add(guardrail.terms().get(i));
            }
        }
        hits.addAll(othersFound.keySet());
        return new Detection(hits, count);
    }

    private String advance() {
        var out = new StringBuilder(window.end());
        var passed = 0;
        var at = 0;
        while (at < window.end()) {
            at = skip(at);
            if (at == window.end()) {
                break;
            }
            var c = window.at(at);
            var kind = c < 128 ? ascii[c] : kind(c, at);
            if (kind == UNKNOWN) {
                break;
            }
            var mayStart = kind == STARTS_ANYWHERE || (kind == IN_WORD && !afterWord);
            var length = mayStart ? longest(at) : Window.NONE;
            if (length == Window.MORE) {
                break;
            }
            if (length > 0) {
                window.appendTo(out, passed, at);
                at += length;
                passed = at;
                afterWord = Chars.isWord(window.before(at, 1));
                record(out);
                continue;
            }
            at = pass(at, c, kind);
        }
        window.appendTo(out, passed, at);
        window.drop(at);
        return out.toString();
    }

    /** Steps over what nothing can begin with: the rest of a word, and signs that mean nothing, as far as ASCII goes. */
    private int skip(int from) {
        var at = from;
        var inWord = afterWord;
        while (at < window.end()) {
            var c = window.at(at);
            if (c >= 128) {
                break;
            }
            var kind = ascii[c];
            if (kind == PLAIN) {
                inWord = false;
            } else if (kind != IN_WORD || !inWord) {
                break;
            }
            at++;
        }
        afterWord = inWord;
        return at;
    }

    /** Steps over one character; what is shown as nothing changes nothing. */
    private int pass(int at, char c, byte kind) {
        if (c < 128 || !Chars.isIgnorable(c)) {
            afterWord = kind == IN_WORD;
        }
        return Character.isHighSurrogate(c) && window.has(at + 1) && Character.isLowSurrogate(window.at(at + 1))
                ? at + 2
                : at + 1;
    }

    private static final byte UNKNOWN = 3;

    /** The kind of a character outside of ASCII; unknown while half of it is missing. */
    private byte kind(char c, int at) {
        if (Character.isHighSurrogate(c)) {
            if (!window.has(at + 1)) {
                return window.open() ? UNKNOWN : PLAIN;
            }
            if (Chars.isWord(Character.toCodePoint(c, window.at(at + 1)))) {
                return IN_WORD;
            }
            return guardrail.termPattern().startsWith(c) ? STARTS_ANYWHERE : PLAIN;
        }
        if (Chars.isIgnorable(c)) {
            return PLAIN;
        }
        if (Chars.isWord(c)) {
            return IN_WORD;
        }
        return guardrail.termPattern().startsWith(c) && !Chars.isSpace(c) ? STARTS_ANYWHERE : PLAIN;
    }

    /** The length of the longest find at a position; which one is in {@link #found} then. */
    private int longest(int at) {
        found = null;
        var first = window.at(at);
        var best = Window.NONE;
        if (guardrail.termPattern().startsWith(first)) {
            best = terms.match(window, at);
            if (best == Window.MORE) {
                return Window.MORE;
            }
        }
        for (var detector : guardrail.detectors(first)) {
            var length = detector.match(window, at);
            if (length == Window.MORE) {
                return Window.MORE;
            }
            if (length > best) {
                best = length;
                found = detector;
            }
        }
        return best;
    }

    private void record(StringBuilder out) {
        count++;
        var detector = found;
        if (detector == null) {
            termsFound[terms.term()] = true;
            out.append(guardrail.replacement());
        } else {
            othersFound.put(detector.hit(), true);
            out.append(detector.replacement());
        }
    }
}
