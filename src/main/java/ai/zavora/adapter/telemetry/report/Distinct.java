package ai.zavora.adapter.telemetry.report;

import ai.zavora.core.telemetry.Coverage.Exactness;
import ai.zavora.core.telemetry.Totals;

/**
 * Counts different values in fixed memory: exactly up to {@link #EXACT}, beyond that by a HyperLogLog whose standard
 * error is 0.8 %. Values are told apart by a 64-bit hash.
 */
final class Distinct {
    static final int EXACT = 1 << 16;
    private static final int INDEX_BITS = 14;
    private static final int REGISTERS = 1 << INDEX_BITS;

    /** Hashes seen, by open addressing; 0 is an empty slot. No longer kept up once there are too many. */
    private final long[] seen = new long[EXACT * 2];

    private final byte[] registers = new byte[REGISTERS];
    private int exact;
    private long newest;

    /** Adds a value by its hash. */
    void add(long hash) {
        // neighbours in a file are mostly of one run
        if (hash == newest && exact > 0) {
            return;
        }
        newest = hash;
        var index = (int) (hash >>> (64 - INDEX_BITS));
        var rank = (byte) (Long.numberOfLeadingZeros(hash << INDEX_BITS | 1L << (INDEX_BITS - 1)) + 1);
        if (rank > registers[index]) {
            registers[index] = rank;
        }
        if (exact <= EXACT) {
            addExactly(hash == 0 ? 1 : hash);
        }
    }

    private void addExactly(long hash) {
        var slot = (int) hash & (seen.length - 1);
        while (seen[slot] != 0) {
            if (seen[slot] == hash) {
                return;
            }
            slot = (slot + 1) & (seen.length - 1);
        }
        exact++;
        if (exact <= EXACT) {
            seen[slot] = hash;
        }
    }

    Totals.Runs count() {
        return exact <= EXACT
                ? new Totals.Runs(exact, Exactness.EXACT)
                : new Totals.Runs(estimate(), Exactness.ESTIMATED);
    }

    private long estimate() {
        var sum = 0.0;
        for (var rank : registers) {
            sum += Math.scalb(1.0, -rank);
        }
        // far beyond the small counts that need a correction, and 64 bits need none for large ones
        return Math.round(0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * (double) REGISTERS / sum);
    }

    /** A hash of bytes whose every bit depends on all of them. */
    static long hash(byte[] bytes, int from, int to) {
        var hash = 0xcbf29ce484222325L;
        for (var i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
