package dev.liveline.router.vapi;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/// What came of asking Vapi for a call.
public sealed interface Placement {

    /// Vapi made the call.
    ///
    /// @param callId       Vapi's id
    /// @param twiml        what connects the caller, for bypass calls
    /// @param websocketUrl Vapi's end of the audio, for WebSocket calls; a capability
    /// @param controlUrl   where the call is steered; a capability
    record Placed(String callId, @Nullable String twiml, @Nullable URI websocketUrl,
            @Nullable URI controlUrl) implements Placement {

        @Override
        public String toString() {
            return "Placed[" + callId + ", addresses hidden]";
        }
    }

    /// Vapi did not make the call, as far as we know.
    ///
    /// @param status Vapi's HTTP status, 0 if there was none
    record NotPlaced(Cause cause, int status) implements Placement {}

    enum Cause {
        /// Nothing in time. The call may exist all the same; it is ended when Vapi tells of it after all.
        SLOW,
        /// 5xx.
        FAILED,
        /// 4xx.
        REFUSED,
        /// Vapi's own concurrency or rate limit.
        AT_LIMIT, UNREACHABLE,
        /// A success whose content is not what the contract says.
        UNREADABLE
    }
}
