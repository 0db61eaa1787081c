package dev.liveline.router.command;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/// What must be known of a call to command it.
///
/// @param route      `sip`, `bypass`, `bridge`, `direct`, `fallback`; null if only Vapi told of it
/// @param callSid    Twilio's id of the caller's leg
/// @param controlUrl where Vapi is steered; a capability
/// @param number     the dialled number
public record CommandedCall(String callId, boolean ended, @Nullable String team, @Nullable String route,
        @Nullable String callSid, @Nullable URI controlUrl, @Nullable String number) {

    /// Whether the caller's leg is one that Twilio asks us about: then we move it there. A `direct` number's leg is Vapi's, even if its
    /// CallSid is known.
    public boolean legIsOurs() {
        return callSid != null && route != null && !route.equals("direct");
    }

    @Override
    public String toString() {
        return "CommandedCall[" + callId + " " + route + ", addresses hidden]";
    }
}
