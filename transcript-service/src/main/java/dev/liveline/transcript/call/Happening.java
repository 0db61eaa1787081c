package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallStatus;
import dev.liveline.events.Speaker;

/// What a [Fact] says has happened. Provider words end at the edge: here are ours.
public sealed interface Happening {

    /// The call was mentioned and nothing more: it exists.
    record Mentioned() implements Happening {}

    /// call-router took or placed the call; the facts are in [Fact#identity].
    record Placed() implements Happening {}

    /// The platform's status. Ended carries a reason where one was given.
    record StatusTold(CallStatus status, @Nullable String reason) implements Happening {}

    /// Words of a speaker: a partial, or (`last`) a final.
    ///
    /// @param confidence 0..1 where the platform gave one; what cannot be one counts as none
    record TextHeard(Speaker speaker, String text, boolean last, @Nullable Double confidence) implements Happening {
        public TextHeard {
            confidence = confidence == null || !(confidence >= 0 && confidence <= 1) ? null : confidence;
        }

        @Override
        public String toString() {
            return "TextHeard[" + speaker + ", text hidden]";
        }
    }

    /// Somebody started or stopped to speak.
    record SpeechTold(Speaker speaker, boolean speaking) implements Happening {}

    /// The assistant begins to say this text, with the timing of its words where the voice provider gives it.
    record SpeechPlanned(SpokenPlan plan) implements Happening {}

    /// The platform says that the caller interrupted the assistant.
    record InterruptTold() implements Happening {}

    /// The media bridge flushed the assistant's audio because the caller spoke.
    ///
    /// @param playedMs how much of the utterance had been played; negative if unknown
    record MediaInterrupted(long playedMs) implements Happening {}

    /// The platform's report after the end.
    ///
    /// @param endedAt by the platform's clock, epoch milliseconds
    record Reported(@Nullable String reason, @Nullable Long endedAt) implements Happening {}

    /// A tool was asked for and has answered.
    record ToolAnswered(String toolCallId, String name, Outcome outcome, long durationMs) implements Happening {

        /// How it came out; for metrics finer than viewers are told.
        public enum Outcome {
            OK, ERROR
        }
    }

    /// The assistant wants a person to take over.
    record PersonAsked(String toolCallId, @Nullable String team, @Nullable String reason) implements Happening {
        @Override
        public String toString() {
            return "PersonAsked[" + toolCallId + ", reason hidden]";
        }
    }

    /// call-router executed a command, or could not.
    record CommandDone(String commandId, String kind, boolean done, String by, @Nullable String detail) implements Happening {}

    /// Quality of the media bridge.
    record MediaMeasured(long lostFrames, double jitterMs, double latencyMs) implements Happening {}

    /// The call goes on without the assistant.
    record FellBack() implements Happening {}

    /// A leg's status in Twilio's words.
    record LegTold(String leg, String status) implements Happening {}

    /// The call is over by another source than the platform.
    record OverTold(String reason) implements Happening {}

    /// A timer looked whether the call has been silent for too long.
    ///
    /// @param allowedMs how long a live call may be silent
    record SilenceChecked(long allowedMs) implements Happening {}
}
