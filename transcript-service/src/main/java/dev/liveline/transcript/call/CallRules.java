package dev.liveline.transcript.call;

/// The numbers the reducer decides by. Those of a barge-in come from issue 3 and docs/interfaces.md.
///
/// @param defaultTeam          team of a call to a number that has none
/// @param bargeInGapMs         least time between two barge-ins of a call, over all sources
/// @param bargeInConfidence    least confidence of the caller's words, where one is given
/// @param bargeInMaxAgeMs      words older than this on arrival tell nothing about now
public record CallRules(String defaultTeam, long bargeInGapMs, double bargeInConfidence, long bargeInMaxAgeMs) {

    public static CallRules usual(String defaultTeam) {
        return new CallRules(defaultTeam, 2_500, 0.7, 500);
    }
}
