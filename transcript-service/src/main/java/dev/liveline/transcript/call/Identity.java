package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

/// Who is on a call and where it goes; also the part of it that one message tells. What is known stays: a later message fills gaps only, so
/// that neither a poorer nor a forged repetition rewrites a call.
///
/// @param team       of the dialled number by the routing table; the default team is filled in when the call opens
/// @param callSid    Twilio's id of the caller's leg
/// @param controlUrl Vapi's control URL: a capability, never shown
public record Identity(@Nullable String from, @Nullable String to, @Nullable String team, @Nullable String assistantId,
        @Nullable String route, @Nullable String callSid, @Nullable String controlUrl) {

    public static final Identity UNKNOWN = new Identity(null, null, null, null, null, null, null);

    /// This one with its gaps filled from another; the same instance if there is nothing to fill.
    public Identity orElse(Identity other) {
        if (other == UNKNOWN || equals(other)) {
            return this;
        }
        Identity filled = new Identity(either(from, other.from), either(to, other.to), either(team, other.team),
                either(assistantId, other.assistantId), either(route, other.route), either(callSid, other.callSid),
                either(controlUrl, other.controlUrl));
        return filled.equals(this) ? this : filled;
    }

    /// The same in another team; the same instance if no other team is given.
    public Identity inTeam(@Nullable String other) {
        return other == null || other.equals(team) ? this
                : new Identity(from, to, other, assistantId, route, callSid, controlUrl);
    }

    private static @Nullable String either(@Nullable String known, @Nullable String other) {
        return known == null ? other : known;
    }

    @Override
    public String toString() {
        return "Identity[content hidden]";
    }
}
