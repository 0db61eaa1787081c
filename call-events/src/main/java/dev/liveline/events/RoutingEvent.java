package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// What call-router tells transcript-service about a call, on [Streams#ROUTING]. `at` is epoch milliseconds, when it happened.
///
/// Delivered at least once and not always in order: each is a fact, not a step.
public sealed interface RoutingEvent {

    /// The call it is about: Vapi's id where known, else Twilio's CallSid.
    String callId();

    long at();

    /// The `type` on the wire.
    String type();

    /// A call was taken or placed, and where it goes.
    ///
    /// For `sip` (and `direct`) calls Vapi's id is not known yet: `callId` is then the CallSid and `provisional` is true. The facts wait
    /// until the first webhook that carries this CallSid, and become part of that call; no call opens under the CallSid meanwhile. A later
    /// [WentToFallback] for the same id says that Vapi never took it: then the call opens under its CallSid.
    ///
    /// @param callSid   Twilio's id of the caller's leg, where there is one
    /// @param direction `inbound` or `outbound`
    /// @param route     `sip`, `bypass`, `bridge`, `direct` or `fallback`
    record CallPlaced(String callId, long at, boolean provisional, @Nullable String callSid, String direction,
            @Nullable String from, @Nullable String to, @Nullable String team, String route,
            @Nullable String assistantId) implements RoutingEvent {
        @Override
        public String type() {
            return "call-placed";
        }

        @Override
        public String toString() {
            return "CallPlaced[" + callId + " " + route + ", numbers hidden]";
        }
    }

    /// The call goes on without the assistant: to people, a queue, voicemail or a spoken message. Opens the call if it is not known.
    ///
    /// @param callSid Twilio's id of the caller's leg
    /// @param to      `dial`, `enqueue`, `voicemail` or `say`
    /// @param reason  why, one of a closed set of words for metrics such as `vapi-slow`, `at-limit`, `no-route`
    record WentToFallback(String callId, long at, @Nullable String callSid, @Nullable String from, @Nullable String dialled,
            @Nullable String team, String to, String reason) implements RoutingEvent {
        @Override
        public String type() {
            return "went-to-fallback";
        }

        @Override
        public String toString() {
            return "WentToFallback[" + callId + " " + to + " " + reason + ", numbers hidden]";
        }
    }

    /// A leg's status in Twilio's words (`ringing`, `in-progress`, `completed`, `busy`, `failed`, `no-answer`, `canceled`).
    ///
    /// @param leg      `caller` or `agent`
    /// @param sequence Twilio's SequenceNumber where given: a lower one is older
    record LegStatus(String callId, long at, @Nullable String callSid, String leg, String status,
            @Nullable Long sequence) implements RoutingEvent {
        @Override
        public String type() {
            return "leg-status";
        }
    }

    /// The call is over as far as Twilio and the router know; ends it if nothing else has.
    record CallOver(String callId, long at, @Nullable String callSid, String reason) implements RoutingEvent {
        @Override
        public String type() {
            return "call-over";
        }
    }

    /// Quality of the media bridge over the last five seconds; becomes a `media` event.
    record MediaReport(String callId, long at, long lostFrames, double jitterMs, double latencyMs) implements RoutingEvent {
        @Override
        public String type() {
            return "media-report";
        }
    }

    /// The media bridge flushed the assistant's audio because the caller spoke; becomes a `barge-in` of source `media`, unless another
    /// source told of the same.
    ///
    /// @param playedMs how much of the assistant's current utterance had been played to the caller, by marks; -1 if unknown
    record MediaBargeIn(String callId, long at, long playedMs) implements RoutingEvent {
        @Override
        public String type() {
            return "media-barge-in";
        }
    }

    /// A command was executed or could not be; becomes a `command` event.
    record CommandOutcome(String callId, long at, String commandId, String kind, boolean done, String by,
            @Nullable String detail) implements RoutingEvent {
        @Override
        public String type() {
            return "command-outcome";
        }
    }
}
