package dev.liveline.router.bridge.media;

/// What the assistant's platform tells about who speaks, in the same order as the audio it sends.
public sealed interface AssistantSignal {

    /// The assistant begins an utterance.
    record AssistantStarted() implements AssistantSignal {}

    /// The assistant has ended its utterance, or was stopped.
    record AssistantStopped() implements AssistantSignal {}

    /// Some of the assistant's turn is being spoken; told again and again as it goes on.
    ///
    /// @param turn rises with each turn; -1 if not told
    record AssistantSpeaks(int turn) implements AssistantSignal {}

    /// The caller began to speak.
    record CallerStarted() implements AssistantSignal {}

    /// The caller stopped speaking.
    record CallerStopped() implements AssistantSignal {}

    /// The platform has taken the caller's speech for an interruption and stopped the assistant.
    record CallerInterrupted() implements AssistantSignal {}
}
