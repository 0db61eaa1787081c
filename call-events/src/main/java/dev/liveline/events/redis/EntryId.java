package dev.liveline.events.redis;

import java.util.Comparator;

/// A stream entry's id, `<milliseconds>-<number>`, both unsigned 64-bit.
record EntryId(long millis, long number) implements Comparable<EntryId> {

    /// Before every entry.
    static final EntryId START = new EntryId(0, 0);
    /// No position yet; never sent. Told from [#START] by identity.
    static final EntryId UNRESOLVED = new EntryId(0, 0);

    private static final Comparator<EntryId> ORDER = ((Comparator<EntryId>) (a, b) -> Long.compareUnsigned(a.millis, b.millis))
        .thenComparing((a, b) -> Long.compareUnsigned(a.number, b.number));

    static EntryId parse(String id) {
        int dash = id.indexOf('-');
        return new EntryId(Long.parseUnsignedLong(id.substring(0, dash)), Long.parseUnsignedLong(id.substring(dash + 1)));
    }

    @Override
    public int compareTo(EntryId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(number);
    }
}
