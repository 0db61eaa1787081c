package dev.liveline.router.routing;

import org.jspecify.annotations.Nullable;

/// A caller left a place, in Twilio's words (`action` callback of Dial, Enqueue, Record or Connect).
///
/// @param dialStatus   `DialCallStatus`
/// @param queueResult  `QueueResult`
/// @param recorded     whether a recording was made
/// @param callerIsGone whether the caller's own leg is over
public record Departure(Place place, @Nullable String dialStatus, @Nullable String queueResult, boolean recorded,
        boolean callerIsGone) {

    /// Whether they were served there. How a bridge ended is known to the bridge, and whether an agent ever came into a room to the room, not
    /// to Twilio.
    ///
    /// @param servedByUs for a caller who was at [Place#BRIDGE] or [Place#CONFERENCE]
    public Leaving leaving(boolean servedByUs) {
        boolean served = callerIsGone || switch (place) {
            case Place.OnBridge _,Place.InConference _ -> servedByUs;
            case Place.WithAssistant _ -> dialServed();
            case Place.Transferred _,Place.AtStep _ -> dialServed() || queueServed() || recorded;
        };
        return served ? Leaving.SERVED : Leaving.NOT_SERVED;
    }

    private boolean dialServed() {
        return "completed".equals(dialStatus) || "answered".equals(dialStatus);
    }

    private boolean queueServed() {
        return switch (queueResult) {
            case "bridged", "bridging-in-process", "hangup", "redirected", "redirected-from-bridged" -> true;
            case null, default -> false;
        };
    }
}
