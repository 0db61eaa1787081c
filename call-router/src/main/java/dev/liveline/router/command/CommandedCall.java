package dev.liveline.router.command;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Command;

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

    /// Whether it is too late for a command. The end is the assistant's: a caller who was taken over goes on in a room, where supervisors
    /// can join.
    public boolean isOverFor(Command command) {
        return ended && !(command instanceof Command.Supervise);
    }

    @Override
    public String toString() {
        return "CommandedCall[" + callId + " " + route + ", addresses hidden]";
    }
}
