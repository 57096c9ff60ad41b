package ai.zavora.core.guardrail;

import ai.zavora.base.text.Escapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text on its way, in pieces: comes out as it is when everything found is replaced. Only as many characters are held
 * back as a find that has begun could still need: as a rule the last word. The same text gives the same result in
 * whatever pieces it comes. Used by one thread.
 */
public final class GuardedText {
    /** Kinds of characters. Nothing begins with a plain one; with a letter or digit, where a word or number begins. */
    private static final byte PLAIN = 0;

    private static final byte ALPHANUMERIC = 1;
    /** Part of a word for terms; names and numbers may stand beside it: underscore, letters of other scripts. */
    private static final byte WORD_SIGN = 2;

    private static final byte STARTS_ANYWHERE = 3;
    /** Half of the character is missing. */
    private static final byte UNKNOWN = 4;

    private static final int NOWHERE = -1;
    private static final int STOP = -1;

    private final Guardrail guardrail;
    private final TermPattern.Reader terms;
    private final byte[] ascii = new byte[128];
    private final Window window = new Window();
    private final boolean[] termsFound;
    private final Set<String> othersFound = new LinkedHashSet<>();
    private long count;
    /** The kind of the last character that is shown: plain, alphanumeric or word sign. */
    private byte before = PLAIN;

    private @Nullable Pattern found;
    private boolean holds;
    /** What swallows the rest of a find that is longer than what was looked at. */
    private Pattern.@Nullable Rest rest;
    /** How much of the window was passed on already, by a pause. */
    private int shown;
    /** Where in the window the text after a pause begins. */
    private int seam;

    /** While the window is gone through: what comes out, and up to where the window is passed on. */
    private StringBuilder out = new StringBuilder();

    private int passed;
    /** In a pause: from where a find may go on, and what stood before it. */
    private int kept = NOWHERE;

    private byte beforeKept = PLAIN;

    /** How far a text is to be decided. */
    private enum Reach {
        FLOWING,
        PAUSE,
        END
    }

    GuardedText(Guardrail guardrail) {
        this.guardrail = guardrail;
        this.terms = guardrail.termPattern().new Reader();
        this.termsFound = new boolean[guardrail.terms().size()];
        for (char c = 0; c < ascii.length; c++) {
            var escapes = Escapes.goesOn(Escapes.next(Escapes.NONE, c));
            var starts = escapes || guardrail.termPattern().startsWith(c) || guardrail.detectors(c).length > 0;
            ascii[c] = Chars.isAlphanumeric(c)
                    ? ALPHANUMERIC
                    : Chars.isWord(c) ? WORD_SIGN : starts ? STARTS_ANYWHERE : PLAIN;
        }
    }

    /** Takes a piece; what can be passed on by now. */
    public String accept(CharSequence piece) {
        window.append(piece);
        return advance(Reach.FLOWING);
    }

    /** Ends the text; what was held back. */
    public String finish() {
        window.finish();
        return advance(Reach.END);
    }

    /**
     * Breaks off where the text may go on elsewhere, such as after a tool call: what is said so far counts by itself, and
     * what comes then counts by itself and together with it. The beginning of a find is passed on now, and only what comes
     * of it later is replaced; but one that gives a secret away is held back until then.
     *
     * @return what was held back and can be passed on by now
     */
    public String pause() {
        return advance(Reach.PAUSE);
    }

    /** Whether something is held back, or what comes next may belong to the last find still. */
    public boolean isHolding() {
        return window.end() > shown || rest != null;
    }

    /** What was found since this was last asked. */
    public Detection takeFound() {
        var found = found();
        Arrays.fill(termsFound, false);
        othersFound.clear();
        count = 0;
        return found;
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
        hits.addAll(othersFound);
        return new Detection(hits, count);
    }

    /** How often a character was looked at so far, as the measure of the work. */
    long reads() {
        return window.reads();
    }

    private String advance(Reach reach) {
        out = new StringBuilder(window.end());
        passed = shown;
        kept = NOWHERE;
        var at = 0;
        while (at < window.end()) {
            at = rest == null && !window.escapes().goesOn() ? skip(at) : at;
            if (at == window.end()) {
                break;
            }
            var next = rest == null ? step(at, reach) : swallow(at, rest, reach);
            if (next == STOP) {
                break;
            }
            at = next;
        }
        window.appendTo(out, passed, at);
        if (kept == NOWHERE) {
            keep(at, Math.max(passed, at));
        } else {
            before = beforeKept;
            window.escapes().restore();
            keep(kept, at);
        }
        if (reach == Reach.PAUSE) {
            breakOff();
        }
        return out.toString();
    }

    /** Looks at one position; the next one, or {@link #STOP}. */
    private int step(int at, Reach reach) {
        crossSeam(at);
        var c = window.at(at);
        var kind = c < 128 ? ascii[c] : kind(c, at);
        if (kind == UNKNOWN) {
            return STOP;
        }
        var length = find(at, kind, reach);
        if (length > 0) {
            window.appendTo(out, passed, at);
            record(at, length, reach);
            window.markFind(at + length);
            kept = NOWHERE;
            return behind(at + length);
        }
        if (length == Window.MORE) {
            if (reach != Reach.PAUSE || holds) {
                return STOP;
            }
            if (kept == NOWHERE) {
                kept = at;
                beforeKept = before;
                window.escapes().keep();
            }
        }
        return pass(at, c, kind);
    }

    /** Drops what belongs to the last find still; the next position, or {@link #STOP}. */
    private int swallow(int at, Pattern.Rest more, Reach reach) {
        var length = more.length(window, at);
        if (length == Window.MORE && (reach != Reach.PAUSE || more.isHeldInPause())) {
            return STOP;
        }
        if (length == Window.NONE || length == Window.MORE) {
            rest = null;
            return behind(at);
        }
        return behind(at + length);
    }

    /** The position behind a find. */
    private int behind(int at) {
        passed = Math.max(passed, at);
        var last = window.before(at, 1);
        window.escapes().breakOff();
        window.escapes().pass(at - 1, last);
        before = Chars.isAlphanumeric(Chars.plain(last)) ? ALPHANUMERIC : Chars.isWord(last) ? WORD_SIGN : PLAIN;
        return at;
    }

    /** Where the text after a pause begins, nothing is before it. */
    private void crossSeam(int at) {
        if (seam > 0 && at == seam) {
            before = PLAIN;
            window.escapes().clear();
        }
    }

    /** Forgets the window up to a position; how much of what stays was passed on already. */
    private void keep(int from, int passed) {
        crossSeam(from);
        shown = Math.max(passed - from, 0);
        seam = Math.max(seam - from, 0);
        window.drop(from);
    }

    private void breakOff() {
        if (rest != null) {
            rest = rest.behindPause();
        }
        seam = window.end();
        if (seam == 0) {
            before = PLAIN;
            window.breakOff();
        }
    }

    /** The length of what begins at a position. In a pause, what is complete by then counts as the end of the text does. */
    private int find(int at, byte kind, Reach reach) {
        var word = kind == ALPHANUMERIC || kind == WORD_SIGN;
        var terms = kind == STARTS_ANYWHERE || (word && before == PLAIN);
        var detectors = kind == STARTS_ANYWHERE || (word && before != ALPHANUMERIC);
        if (!detectors) {
            return Window.NONE;
        }
        var length = longest(at, terms, reach);
        if (length != Window.MORE || reach != Reach.PAUSE) {
            return length;
        }
        var held = holds;
        window.finish();
        var complete = longest(at, terms, reach);
        window.reopen();
        holds = held;
        return complete > 0 ? complete : Window.MORE;
    }

    /** Steps over what nothing can begin with: the rest of a word, and signs that mean nothing, as far as ASCII goes. */
    private int skip(int from) {
        crossSeam(from);
        var at = from;
        var end = seam > at ? seam : window.end();
        var last = before;
        while (at < end) {
            var c = window.at(at);
            if (c >= 128) {
                break;
            }
            var kind = ascii[c];
            if (kind == PLAIN) {
                last = PLAIN;
            } else if (kind != ALPHANUMERIC || last != ALPHANUMERIC) {
                break;
            }
            at++;
        }
        before = last;
        return at;
    }

    /** Steps over one character; what is shown as nothing changes nothing. */
    private int pass(int at, char c, byte kind) {
        if (c < 128 || window.invisible(at) == Window.NONE) {
            before = kind == STARTS_ANYWHERE ? PLAIN : kind;
        }
        if (window.escapes().pass(at, c)) {
            before = PLAIN;
        }
        return Character.isHighSurrogate(c) && window.has(at + 1) && Character.isLowSurrogate(window.at(at + 1))
                ? at + 2
                : at + 1;
    }

    /** The kind of a character outside of ASCII. */
    private byte kind(char c, int at) {
        if (Character.isHighSurrogate(c)) {
            if (!window.has(at + 1)) {
                return window.open() ? UNKNOWN : PLAIN;
            }
            if (window.invisible(at) > 0) {
                return PLAIN;
            }
            if (Chars.isWord(Character.toCodePoint(c, window.at(at + 1)))) {
                return WORD_SIGN;
            }
            return guardrail.termPattern().startsWith(c) ? STARTS_ANYWHERE : PLAIN;
        }
        if (Chars.isIgnorable(c)) {
            return PLAIN;
        }
        if (Chars.isWord(c)) {
            return Chars.isAlphanumeric(Chars.plain(c)) ? ALPHANUMERIC : WORD_SIGN;
        }
        var starts = guardrail.termPattern().startsWith(c) || guardrail.detectors(c).length > 0;
        return starts && !Chars.isSpace(c) ? STARTS_ANYWHERE : PLAIN;
    }

    /**
     * The length of the longest find at a position; which one is in {@link #found} then, and in {@link #holds} whether a
     * find that needs more must be held back in a pause.
     */
    private int longest(int at, boolean withTerms, Reach reach) {
        found = null;
        holds = false;
        var first = window.at(at);
        var best = Window.NONE;
        var more = false;
        if (withTerms && guardrail.termPattern().startsWith(first)) {
            best = terms.match(window, at);
            if (best == Window.MORE) {
                if (reach == Reach.FLOWING) {
                    return Window.MORE;
                }
                more = true;
                best = Window.NONE;
            }
        }
        var likely = window.has(at + 1) ? guardrail.detectors(first, window.at(at + 1)) : guardrail.detectors(first);
        for (var detector : likely) {
            var length = detector.match(window, at);
            if (length == Window.MORE) {
                if (reach == Reach.FLOWING) {
                    return Window.MORE;
                }
                more = true;
                holds |= detector.holds(window, at);
            } else if (length > best) {
                best = length;
                found = detector;
            }
        }
        return more ? Window.MORE : best;
    }

    private void record(int at, int length, Reach reach) {
        var detector = found;
        if (detector instanceof Mark) {
            window.appendTo(out, at, at + length);
            return;
        }
        count++;
        if (detector == null) {
            termsFound[terms.term()] = true;
            out.append(guardrail.replacement());
        } else {
            othersFound.add(detector.hit());
            out.append(detector.replacement());
            var more = detector.rest(length);
            if (more.isEmpty() && reach == Reach.PAUSE && at + length == window.end()) {
                more = detector.restBehindPause();
            }
            rest = more.orElse(null);
        }
    }
}
