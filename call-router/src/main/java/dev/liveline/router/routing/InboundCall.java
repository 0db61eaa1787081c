package dev.liveline.router.routing;

import org.jspecify.annotations.Nullable;

/// A caller at the door, as Twilio announces them.
///
/// @param callSid Twilio's id of the caller's leg
/// @param from    the caller; may be withheld, a client or a SIP address
/// @param to      the dialled number
/// @param again   Twilio asks a second time because it could not fetch or run the first answer
public record InboundCall(String callSid, @Nullable String from, String to, boolean again) {

    @Override
    public String toString() {
        return "InboundCall[" + callSid + ", numbers hidden]";
    }
}
