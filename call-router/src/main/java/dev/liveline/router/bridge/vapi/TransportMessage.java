package dev.liveline.router.bridge.vapi;

import dev.liveline.router.bridge.media.AssistantSignal;

/// What one text message of the transport means for the audio.
public sealed interface TransportMessage {

    /// Somebody began or stopped speaking.
    record Signal(AssistantSignal signal) implements TransportMessage {}

    /// The call has ended at Vapi: the socket's close, whatever its code, is no loss.
    record Ended() implements TransportMessage {}

    /// Nothing the bridge acts on; transcripts and the like come by webhook.
    record Ignored() implements TransportMessage {}
}
