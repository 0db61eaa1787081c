package dev.liveline.router.redis;

import org.jspecify.annotations.Nullable;

/// What we know of a caller's leg at Twilio.
///
/// @param callSid Twilio's id
/// @param callId  Vapi's id where the router knows it, else the CallSid
/// @param number  the dialled number
/// @param route   `sip`, `bypass`, `bridge` or `fallback`
public record CallerLeg(String callSid, String callId, String number, @Nullable String from, @Nullable String team,
        String route) {

    @Override
    public String toString() {
        return "CallerLeg[" + callSid + " " + route + ", numbers hidden]";
    }
}
