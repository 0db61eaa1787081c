package dev.liveline.router.answer;

import org.jspecify.annotations.Nullable;

/// What Vapi asks about a call it has: who answers, or where to transfer it.
///
/// @param callId  Vapi's id; null if the message has none
/// @param dialled the dialled number, of a number at Vapi or of ours that led there by SIP
/// @param callSid Twilio's id of the caller's leg, where Vapi knows it
/// @param phoneNumberId Vapi's id of the number
/// @param overSip whether our own TwiML led the call to Vapi: then its slot was taken at the door, under the CallSid
public record VapiQuestion(@Nullable String callId, @Nullable String dialled, @Nullable String from, @Nullable String callSid,
        @Nullable String phoneNumberId, boolean overSip) {

    @Override
    public String toString() {
        return "VapiQuestion[" + callId + ", numbers hidden]";
    }
}
