package ai.zavora.core.guardrail;

/**
 * The networks that issue payment cards: which first four digits and which lengths they use. A number outside of these is
 * no card, even where its check digit fits by chance; times written as digits are outside.
 */
enum CardNetwork {
    VISA(4000, 4999, 13, 19),
    MASTERCARD(5100, 5599, 16, 16),
    MASTERCARD_TWO(2221, 2720, 16, 16),
    AMERICAN_EXPRESS(3400, 3499, 15, 15),
    AMERICAN_EXPRESS_SEVEN(3700, 3799, 15, 15),
    DINERS(3000, 3059, 14, 19),
    DINERS_NINE(3095, 3095, 14, 19),
    DINERS_SIX(3600, 3699, 14, 19),
    DINERS_EIGHT(3800, 3999, 14, 19),
    JCB(3528, 3589, 16, 19),
    DISCOVER(6011, 6011, 16, 19),
    DISCOVER_FIVE(6440, 6599, 16, 19),
    UNION_PAY(6200, 6299, 16, 19),
    MAESTRO_FIVE(5018, 5020, 13, 19),
    MAESTRO_THIRTY_EIGHT(5038, 5038, 13, 19),
    MAESTRO_NINE(5893, 5893, 13, 19),
    MAESTRO_SIX(6304, 6304, 13, 19),
    MAESTRO_SEVEN(6759, 6771, 13, 19),
    MIR(2200, 2204, 16, 19),
    ELO(5041, 5041, 16, 16),
    VERVE_AND_ELO(5060, 5067, 16, 19),
    RUPAY(5080, 5090, 16, 16),
    RUPAY_SIX(6000, 6099, 16, 16),
    TROY(9792, 9792, 16, 16),
    INSTA_PAYMENT(6360, 6399, 16, 16);

    private final int first;
    private final int last;
    private final int least;
    private final int most;

    CardNetwork(int first, int last, int least, int most) {
        this.first = first;
        this.last = last;
        this.least = least;
        this.most = most;
    }

    private static final CardNetwork[] ALL = values();

    /** Whether cards begin with these four digits and have that many in all. */
    static boolean issues(int firstFour, int length) {
        for (var network : ALL) {
            if (firstFour >= network.first
                    && firstFour <= network.last
                    && length >= network.least
                    && length <= network.most) {
                // Visa has three lengths only
                return network != VISA || (length - 13) % 3 == 0;
            }
        }
        return false;
    }
}
