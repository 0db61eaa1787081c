package dev.liveline.router.room;

/// Somebody in a room, as Twilio tells of them.
///
/// @param callSid  Twilio's id of the leg
/// @param coaching whether only one other hears them
public record Occupant(String callSid, boolean muted, boolean onHold, boolean coaching) {

    /// Whether the caller can hear them.
    boolean isHeardByCaller() {
        return !muted && !onHold && !coaching;
    }
}
