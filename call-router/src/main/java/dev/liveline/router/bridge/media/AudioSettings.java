package dev.liveline.router.bridge.media;

/// How one call's audio is handled.
///
/// @param silenceAfterMillis    how long the caller's side may be behind before silence goes to the assistant in its place
/// @param callerBoundMillis     how much of the caller's audio may wait
/// @param leadMillis            how much of the assistant's audio the far end is given ahead of what it plays
/// @param assistantBoundMillis  how much of the assistant's audio may wait
/// @param falseBargeInMillis    after this time an unconfirmed barge-in is none, see [AssistantSpeech]; 0 for never
/// @param speechCuts            whether the caller's speech alone cuts the assistant, or only the platform's word that it was interrupted
/// @param voiceDecibels         loudness at which we hear the caller speak by ourselves; 0 switches that off
/// @param voiceMillis           how long it must be so loud
public record AudioSettings(int silenceAfterMillis, int callerBoundMillis, int leadMillis, int assistantBoundMillis,
        int falseBargeInMillis, boolean speechCuts, double voiceDecibels, int voiceMillis) {

    /// The documented defaults.
    public static AudioSettings defaults() {
        return new AudioSettings(60, 10_000, 200, 30_000, 2_000, true, 0, 120);
    }
}
