package dev.liveline.transcript.call;

/// How good the captions and the turns of a call were, summed up over its life.
///
/// @param erasedWords     words that were shown in a partial and then taken back
/// @param finalWords      words of finals
/// @param finals          number of finals that ended an utterance with partials
/// @param finalLagMs      summed over them: from the last partial to the final
/// @param turns           times the assistant answered the caller
/// @param responseMs      summed over them: from the caller's final to the assistant speaking
/// @param laggyTurns      those over [#LAGGY_MS]
/// @param callerDoneAt    time of the caller's final that waits for an answer, epoch milliseconds; 0 if none does
public record Quality(int erasedWords, int finalWords, int finals, long finalLagMs, int turns, long responseMs, int laggyTurns,
        long callerDoneAt) {

    /// Over this an answer feels slow and counts as laggy.
    public static final long LAGGY_MS = 300;

    public static final Quality NONE = new Quality(0, 0, 0, 0, 0, 0, 0, 0);

    /// Erased words per final word; under 0.2 captions read as steady (Arivazhagan et al. 2020).
    public double normalisedErasure() {
        return finalWords == 0 ? 0 : (double) erasedWords / finalWords;
    }

    Quality erased(int words) {
        return words == 0 ? this
                : new Quality(erasedWords + words, finalWords, finals, finalLagMs, turns, responseMs, laggyTurns, callerDoneAt);
    }

    Quality finished(int words, long lagMs) {
        return new Quality(erasedWords, finalWords + words, finals + 1, finalLagMs + lagMs, turns, responseMs, laggyTurns,
                callerDoneAt);
    }

    Quality callerDone(long at) {
        return new Quality(erasedWords, finalWords, finals, finalLagMs, turns, responseMs, laggyTurns, at);
    }

    Quality answered(long ms) {
        return new Quality(erasedWords, finalWords, finals, finalLagMs, turns + 1, responseMs + ms,
                laggyTurns + (ms > LAGGY_MS ? 1 : 0), 0);
    }
}
