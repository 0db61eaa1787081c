package dev.liveline.router.routing;

import org.jspecify.annotations.Nullable;

/// What happens to callers of one number.
///
/// @param number        E.164
/// @param assistantId   Vapi's id; needed by `bypass` and `bridge`
/// @param sipUri        Vapi's address; needed by `sip`
/// @param phoneNumberId Vapi's id of the number; needed by `bypass`
/// @param team          whose calls these are; null for the default team
public record NumberRoute(String number, RouteMode mode, @Nullable String assistantId, @Nullable String sipUri,
        @Nullable String phoneNumberId, @Nullable String team, Fallback fallback) {

    @Override
    public String toString() {
        return "NumberRoute[" + mode.wire() + ", numbers hidden]";
    }
}
