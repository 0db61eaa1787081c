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

    /// Whether they were served there. How a bridge ended is known to the bridge, not to Twilio.
    ///
    /// @param bridgeServed for a caller who was [Place#BRIDGE]
    public Leaving leaving(boolean bridgeServed) {
        boolean served = callerIsGone || switch (place) {
            case Place.OnBridge _ -> bridgeServed;
            case Place.InConference _ -> true;
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
