package dev.liveline.transcript.call;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Speaker;

/// The newest finals of a call, as 64-bit hashes of speaker, time and words: how a final that is delivered again is known. Bounded: a final
/// that comes again after [#KEPT] others is taken for a new one.
public final class FinalMarks {

    /// 64 finals are several minutes of talk; platforms repeat a delivery within seconds.
    public static final int KEPT = 64;

    public static final FinalMarks NONE = new FinalMarks(new long[0]);

    private final long[] marks;

    private FinalMarks(long[] marks) {
        this.marks = marks;
    }

    /// Oldest first.
    public static FinalMarks restored(long[] marks) {
        return marks.length == 0 ? NONE : new FinalMarks(marks.clone());
    }

    /// Oldest first.
    public long[] marks() {
        return marks.clone();
    }

    public boolean contains(long mark) {
        for (long known : marks) {
            if (known == mark) {
                return true;
            }
        }
        return false;
    }

    /// Whether this is the last that was added.
    public boolean isNewest(long mark) {
        return marks.length > 0 && marks[marks.length - 1] == mark;
    }

    public FinalMarks with(long mark) {
        int from = Math.max(0, marks.length - KEPT + 1);
        long[] more = Arrays.copyOfRange(marks, from, marks.length + 1);
        more[more.length - 1] = mark;
        return new FinalMarks(more);
    }

    /// The hash of a final.
    ///
    /// @param at when it was said: the platform's time, else that of its arrival
    public static long of(Speaker speaker, long at, String text) {
        long hash = 0xcbf29ce484222325L + speaker.ordinal();
        hash = (hash ^ at) * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ hash >>> 29;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FinalMarks that && Arrays.equals(marks, that.marks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(marks);
    }
}
