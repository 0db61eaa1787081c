package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent.Caption;

/// One speaker's side of a call.
///
/// @param speaking      whether they speak now, by the platform's word
/// @param speechAt      the time of that word, epoch milliseconds; 0 before the first
/// @param newestFinalAt the time of their newest final; [Long#MIN_VALUE] before the first. What is older than it and partial is stale
/// @param newestFinal   hash of the newest final's words, see [FinalMarks#of]; 0 before the first
/// @param open          their utterance that has no final yet
public record Track(boolean speaking, long speechAt, long newestFinalAt, long newestFinal, @Nullable OpenUtterance open) {

    public static final Track SILENT = new Track(false, 0, Long.MIN_VALUE, 0, null);

    /// @param caption  its newest partial
    /// @param openedAt time of its first text, epoch milliseconds
    /// @param newestAt time of its newest text, epoch milliseconds
    /// @param planned  whether its text is what the assistant plans to say, not what was transcribed
    public record OpenUtterance(Caption caption, long openedAt, long newestAt, boolean planned) {

        public int number() {
            return caption.utterance();
        }
    }

    Track withSpeech(boolean nowSpeaking, long at) {
        return new Track(nowSpeaking, at, newestFinalAt, newestFinal, open);
    }

    Track withOpen(OpenUtterance utterance) {
        return new Track(speaking, speechAt, newestFinalAt, newestFinal, utterance);
    }

    Track afterFinal(long at, long words, @Nullable OpenUtterance stillOpen) {
        boolean newest = at >= newestFinalAt;
        return new Track(speaking, speechAt, newest ? at : newestFinalAt, newest ? words : newestFinal, stillOpen);
    }
}
