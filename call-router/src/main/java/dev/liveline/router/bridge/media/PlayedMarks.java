package dev.liveline.router.bridge.media;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/// How much of the assistant's utterance the caller has heard, by the echoes of marks.
///
/// A mark is named `<generation>.<utterance>.<position in ms>`. `clear` echoes every pending mark though nobody heard what was before it;
/// so each `clear` begins a generation, and an echo of an older one counts for nothing. Between two echoes the position is interpolated by
/// time, never past the next mark that is still pending: bytes sent are not audio heard.
final class PlayedMarks {

    private record Mark(int utterance, int millis) {}

    private static final int UNKNOWN = -1;
    private static final int PENDING_AT_MOST = 256;

    private final ArrayDeque<Mark> pending = new ArrayDeque<>();
    private int generation;
    private @Nullable Mark heard;
    private long heardMicros;
    private long stale;

    /// The name of a mark to be sent now.
    String next(int utterance, int millis) {
        if (pending.size() == PENDING_AT_MOST) {
            pending.poll();
        }
        pending.add(new Mark(utterance, millis));
        return generation + "." + utterance + "." + millis;
    }

    /// A mark came back. Names that are not ours, or not of this generation, change nothing.
    void echoed(String name, long nowMicros) {
        int first = name.indexOf('.');
        int second = name.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            stale++;
            return;
        }
        try {
            Mark mark = new Mark(Integer.parseInt(name, first + 1, second, 10),
                    Integer.parseInt(name, second + 1, name.length(), 10));
            if (Integer.parseInt(name, 0, first, 10) != generation || !pending.contains(mark)) {
                stale++;
                return;
            }
            Mark passed;
            do {
                passed = pending.poll();
            } while (!mark.equals(passed));
            heard = mark;
            heardMicros = nowMicros;
        } catch (NumberFormatException notOurs) {
            stale++;
        }
    }

    /// Milliseconds of the utterance that is being heard, -1 if no mark of this generation has come back.
    ///
    /// @param sentMillis how much of `utterance` has been sent
    int heardMillis(int utterance, int sentMillis, long nowMicros) {
        Mark last = heard;
        if (last == null) {
            return UNKNOWN;
        }
        Mark ahead = pending.peek();
        int limit;
        if (ahead != null) {
            limit = ahead.utterance() == last.utterance() ? ahead.millis() : last.millis();
        } else {
            limit = utterance == last.utterance() ? sentMillis : last.millis();
        }
        long interpolated = last.millis() + (nowMicros - heardMicros) / 1_000;
        return Math.clamp(interpolated, last.millis(), Math.max(last.millis(), limit));
    }

    boolean areAllEchoed() {
        return pending.isEmpty();
    }

    void clear() {
        generation++;
        pending.clear();
        heard = null;
    }

    /// Echoes that proved nothing.
    long stale() {
        return stale;
    }
}
