package ai.zavora.core.guardrail;

/** Numbers that belong to a person. Bare digits are only taken where a checksum says what they are. */
enum PersonalNumber implements Pattern {
    /** Payment cards: 13 to 19 digits that a network issues, with the check digit of ISO/IEC 7812. */
    CARD("credit_card", "[CREDIT CARD REDACTED]") {
        @Override
        int length(Digits digits) {
            for (var groups = Math.min(digits.count, 5); groups >= 1; groups--) {
                if (isGrouped(digits, groups) && isIssued(digits, groups)) {
                    return groups;
                }
            }
            return 0;
        }

        private boolean isGrouped(Digits digits, int groups) {
            if (digits.plus || digits.isParenthesised(0)) {
                return false;
            }
            if (groups == 1 || isInFours(digits, groups)) {
                return true;
            }
            if (!digits.evenlyParted(groups) || digits.separator(0) == '.' || digits.length(0) != 4) {
                return false;
            }
            if (groups == 3) {
                return digits.length(1) == 6 && (digits.length(2) == 5 || digits.length(2) == 4);
            }
            return groups >= 4
                    && digits.length(1) == 4
                    && digits.length(2) == 4
                    && (groups == 4 || digits.length(3) == 4)
                    && digits.length(groups - 1) <= 7;
        }

        // four by four, as on most cards: then blanks and hyphens may be mixed
        private boolean isInFours(Digits digits, int groups) {
            if (groups != 4) {
                return false;
            }
            for (var group = 0; group < 4; group++) {
                var isLast = group == 3;
                var separator = digits.separator(group);
                if (digits.length(group) != 4 || !(isLast || separator == ' ' || separator == '-')) {
                    return false;
                }
            }
            return true;
        }

        private boolean isIssued(Digits digits, int groups) {
            var total = digits.total(groups);
            if (total < 13 || total > 19 || digits.length(0) < 4) {
                return false;
            }
            var firstFour = 0;
            for (var i = 0; i < 4; i++) {
                firstFour = 10 * firstFour + digits.digit(0, i);
            }
            return CardNetwork.issues(firstFour, total) && isChecked(digits, groups, total);
        }

        private boolean isChecked(Digits digits, int groups, int total) {
            var sum = 0;
            var fromEnd = total;
            for (var group = 0; group < groups; group++) {
                for (var i = 0; i < digits.length(group); i++) {
                    var digit = digits.digit(group, i);
                    var doubled = --fromEnd % 2 == 1 ? 2 * digit : digit;
                    sum += doubled > 9 ? doubled - 9 : doubled;
                }
            }
            return sum % 10 == 0;
        }
    },

    /** Social security numbers of the United States, written in three parts that have been issued. */
    SSN("ssn_number", "[SSN REDACTED]") {
        @Override
        int length(Digits digits) {
            var written = digits.count >= 3
                    && !digits.plus
                    && digits.length(0) == 3
                    && digits.length(1) == 2
                    && digits.length(2) == 4
                    && digits.evenlyParted(3)
                    && (digits.separator(0) == '-' || digits.separator(0) == ' ')
                    && !digits.goesOnAfter(2)
                    && !(digits.count == 3 && digits.isInFileName());
            if (!written) {
                return 0;
            }
            var area = digits.value(0);
            var issued = area != 0 && area != 666 && area < 900 && digits.value(1) != 0 && digits.value(2) != 0;
            return issued ? 3 : 0;
        }
    },

    /** Telephone numbers: North American ones written in parts, others with their plus sign (ITU-T E.164). */
    PHONE("phone", "[PHONE REDACTED]") {
        @Override
        int length(Digits digits) {
            var northAmerican = northAmerican(digits);
            return northAmerican > 0 || !digits.plus ? northAmerican : international(digits);
        }

        private int northAmerican(Digits digits) {
            var country = digits.length(0) == 1 && digits.digit(0, 0) == 1 ? 1 : 0;
            if (digits.count < country + 3 || (digits.plus && country == 0)) {
                return 0;
            }
            // numbers that cannot be dialled too, as examples are written and people mistype
            var fits = digits.length(country) == 3
                    && digits.length(country + 1) == 3
                    && digits.length(country + 2) == 4
                    && !digits.goesOnAfter(country + 2);
            return fits ? country + 3 : 0;
        }

        // from 8 digits when parted, from 10 when not, since code and patches are full of those
        private int international(Digits digits) {
            var groups = digits.count;
            while (digits.total(groups) > 15) {
                groups--;
            }
            var total = digits.total(groups);
            if (groups == 0 || digits.digit(0, 0) == 0 || total < (groups == 1 ? 10 : 8)) {
                return 0;
            }
            var northAmerican = digits.digit(0, 0) == 1;
            if (!northAmerican) {
                return groups;
            }
            var bare = groups == 1;
            return total == 11 && !(bare && (digits.digit(0, 1) < 2 || digits.digit(0, 4) < 2)) ? groups : 0;
        }
    },

    /** Internet addresses of version 4. */
    IP("ip", "[IP REDACTED]") {
        @Override
        int length(Digits digits) {
            if (digits.plus || digits.count < 4 || digits.goesOnAfter(3)) {
                return 0;
            }
            for (var group = 0; group < 4; group++) {
                var dotted = group == 3 || digits.separator(group) == '.';
                if (!dotted || digits.length(group) > 3 || digits.value(group) > 255) {
                    return 0;
                }
            }
            return 4;
        }
    };

    /** Of a telephone number; the others have more. */
    private static final int LEAST_DIGITS = 8;

    private final String hit;
    private final String replacement;

    PersonalNumber(String hit, String replacement) {
        this.hit = hit;
        this.replacement = replacement;
    }

    /** How many of the groups belong to it; 0 when it is none. */
    abstract int length(Digits digits);

    @Override
    public String hit() {
        return hit;
    }

    @Override
    public String replacement() {
        return replacement;
    }

    @Override
    public boolean startsWith(char first) {
        return Chars.isDigit(first) || ((first == '+' || first == '(') && this == PHONE);
    }

    @Override
    public int match(Window window, int at) {
        if (!Digits.mayHold(window, at, LEAST_DIGITS) || Digits.leadsUpTo(window, at) || isOperator(window, at)) {
            return Window.NONE;
        }
        var digits = Digits.read(window, at);
        if (digits.count <= 0) {
            return digits.count == Window.MORE ? Window.MORE : Window.NONE;
        }
        var groups = length(digits);
        return groups == 0 ? Window.NONE : digits.end(groups - 1) - at;
    }

    /** A plus sign behind a letter or digit adds something up. */
    private static boolean isOperator(Window window, int at) {
        return window.plain(at) == '+'
                && !window.escapes().ends(at, 0)
                && Chars.isAlphanumeric(Chars.plain(window.before(at, 1)));
    }
}
