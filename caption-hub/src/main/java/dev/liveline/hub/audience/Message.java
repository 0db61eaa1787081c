package dev.liveline.hub.audience;

import org.jspecify.annotations.Nullable;

/// One thing viewers are told: its JSON, encoded once and shared by all of them, and the little that decides who gets it and when.
///
/// @param callId    empty if it is about no single call
/// @param epoch     empty if it has no place in a history
/// @param seq       0 if it has no place in a history
/// @param utterance what a newer caption of the same utterance replaces while it is unsent; null for all but captions
/// @param partial   whether it may be replaced
/// @param json      never changed after construction
/// @param writtenAt when it was made, epoch milliseconds; 0 if it did not come from the feed
public record Message(String callId, String epoch, long seq, String type, @Nullable String team, @Nullable String utterance,
        boolean partial, byte[] json, long writtenAt) {

    /// The same, with an equal epoch that is the very object others hold: to compare it they need not look into it.
    Message of(String sameEpoch) {
        return new Message(callId, sameEpoch, seq, type, team, utterance, partial, json, writtenAt);
    }

    /// Something said to one viewer, outside of any history.
    public static Message aside(String type, byte[] json) {
        return new Message("", "", 0, type, null, null, false, json, 0);
    }

    @Override
    public String toString() {
        return "Message[" + callId + " " + epoch + ":" + seq + " " + type + ", content hidden]";
    }
}
