package dev.liveline.router.bridge;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/// A call whose audio goes through us: Vapi has been asked for its WebSocket, Twilio has been told to open ours.
///
/// @param callId       Vapi's id
/// @param callSid      Twilio's id of the caller's leg
/// @param assistantId  who answers
/// @param websocketUrl Vapi's end of the audio: a capability, never logged, never in TwiML
/// @param controlUrl   where the call is ended if nobody ever speaks on it; a capability too
/// @param team         of the dialled number
/// @param number       the dialled number, for what follows when the bridge breaks
public record BridgedCall(String callId, String callSid, String assistantId, URI websocketUrl, @Nullable URI controlUrl,
        @Nullable String team, String number) {

    @Override
    public String toString() {
        return "BridgedCall[" + callId + ", addresses hidden]";
    }
}
