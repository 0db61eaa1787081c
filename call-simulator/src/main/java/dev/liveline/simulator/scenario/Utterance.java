package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// One stretch of one speaker as a recogniser sees it: provisional texts that grow and are revised, then the final text.
///
/// @param text what was said, as the final transcript has it
/// @param partials the provisional texts in order; each replaces the one before
/// @param length how long the speaking takes; every partial lies within it
/// @param confidence the recogniser's own, 0 to 1, on finals that have one
public record Utterance(String text, List<Revision> partials, Duration length, OptionalDouble confidence) {

    public Utterance {
        if (text.isBlank()) {
            throw new IllegalArgumentException("an utterance says something");
        }
        partials = List.copyOf(partials);
    }

    /// What a recogniser would hold final if the speech were cut off so long after its start; empty if nothing was heard yet.
    public String heardAfter(Duration cut) {
        var heard = "";
        for (var partial : partials) {
            if (partial.after().compareTo(cut) > 0) {
                break;
            }
            heard = partial.text();
        }
        return heard;
    }

    /// A provisional text.
    ///
    /// @param after since the utterance began
    public record Revision(Duration after, String text) {}
}
