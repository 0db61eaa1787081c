package dev.liveline.router.bridge.media;

/// What is known about the caller's frames as they come in: which are missing, late, or there twice, and how unevenly they come.
///
/// A connection keeps order and loses nothing; what this counts went wrong before it, on the phone network or inside the platform.
public final class Reception {

    /// What became of one frame.
    public enum Arrival {
        /// In order and in time.
        ON_TIME(true),
        /// In order, but so late that silence went in its place; it is played after that silence.
        LATE(true),
        /// A newer one has been played already: not played. It stays counted as lost.
        OVERTAKEN(false),
        /// Seen before: not played.
        DUPLICATE(false);

        private final boolean plays;

        Arrival(boolean plays) {
            this.plays = plays;
        }

        public boolean plays() {
            return plays;
        }
    }

    /// Numbers further back than this cannot be told from a counter that began anew.
    private static final int WINDOW = 64;
    /// So many frames in a row from far away mean that the counter did begin anew.
    private static final int RESTART_AFTER = 3;
    /// A jump over more than a minute of frames is no loss but another counter.
    private static final int LONGEST_GAP = 3_000;
    /// The baseline of the travel time rises by this each frame, 1 ms a second: more than clocks drift, less than a delay that lasts.
    private static final long BASELINE_CREEP_MICROS = 20;

    private final long lateAfterMicros;

    private long highest = -1;
    private long seen;
    private int strange;

    private boolean timed;
    private long lastTimestampMillis;
    private long lastArrivedMicros;
    private long baselineMicros;
    private double jitterMicros;

    private long lost;
    private long late;
    private long duplicated;

    /// @param lateAfterMicros a frame that is this much slower than the fastest is late
    public Reception(long lateAfterMicros) {
        this.lateAfterMicros = lateAfterMicros;
    }

    /// @param chunk           the frame's number on its track, -1 if it has none
    /// @param timestampMillis the sender's time of it, -1 if it has none
    public Arrival frame(long chunk, long timestampMillis, long arrivedMicros) {
        Arrival byNumber = chunk < 0 ? Arrival.ON_TIME : number(chunk);
        if (!byNumber.plays()) {
            return byNumber;
        }
        if (timestampMillis >= 0 && isSlow(timestampMillis, arrivedMicros)) {
            late++;
            return Arrival.LATE;
        }
        return Arrival.ON_TIME;
    }

    /// Frames whose numbers were skipped.
    public long lost() {
        return lost;
    }

    /// Frames that came after their turn, played or not.
    public long late() {
        return late;
    }

    public long duplicated() {
        return duplicated;
    }

    /// Interarrival jitter as RFC 3550 §6.4.1 estimates it.
    public double jitterMillis() {
        return jitterMicros / 1_000;
    }

    private Arrival number(long chunk) {
        if (highest < 0 || chunk > highest + LONGEST_GAP) {
            restart(chunk);
            return Arrival.ON_TIME;
        }
        if (chunk > highest) {
            long ahead = chunk - highest;
            lost += ahead - 1;
            seen = ahead >= WINDOW ? 1 : seen << ahead | 1;
            highest = chunk;
            strange = 0;
            return Arrival.ON_TIME;
        }
        long behind = highest - chunk;
        if (behind >= WINDOW) {
            return far(chunk);
        }
        if ((seen >> behind & 1) == 1) {
            duplicated++;
            return Arrival.DUPLICATE;
        }
        seen |= 1L << behind;
        late++;
        return Arrival.OVERTAKEN;
    }

    private Arrival far(long chunk) {
        if (++strange >= RESTART_AFTER) {
            restart(chunk);
            return Arrival.ON_TIME;
        }
        duplicated++;
        return Arrival.DUPLICATE;
    }

    private void restart(long chunk) {
        highest = chunk;
        seen = 1;
        strange = 0;
        timed = false;
    }

    private boolean isSlow(long timestampMillis, long arrivedMicros) {
        long travel = arrivedMicros - timestampMillis * 1_000;
        if (!timed) {
            timed = true;
            baselineMicros = travel;
        } else {
            long difference = arrivedMicros - lastArrivedMicros - (timestampMillis - lastTimestampMillis) * 1_000;
            jitterMicros += (Math.abs(difference) - jitterMicros) / 16;
            baselineMicros = Math.min(travel, baselineMicros + BASELINE_CREEP_MICROS);
        }
        lastTimestampMillis = timestampMillis;
        lastArrivedMicros = arrivedMicros;
        return travel - baselineMicros > lateAfterMicros;
    }
}
