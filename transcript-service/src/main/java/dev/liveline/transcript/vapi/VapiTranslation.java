package dev.liveline.transcript.vapi;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallStatus;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening;
import dev.liveline.transcript.call.Happening.InterruptTold;
import dev.liveline.transcript.call.Happening.Mentioned;
import dev.liveline.transcript.call.Happening.Reported;
import dev.liveline.transcript.call.Happening.SpeechPlanned;
import dev.liveline.transcript.call.Happening.SpeechTold;
import dev.liveline.transcript.call.Happening.StatusTold;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.SpokenPlan;
import dev.liveline.transcript.vapi.VapiMessage.WordTiming;

/// What a server message means in our words. Types that say nothing about the course of a call still say that it exists; types about what comes
/// before or after a call, or about something else, say nothing at all, even where they name one: it may long be forgotten.
final class VapiTranslation {

    private VapiTranslation() {}

    /// @param arrivedAt epoch milliseconds
    /// @return null for a message that is no fact about a call
    static @Nullable Fact fact(VapiMessage message, long arrivedAt) {
        Happening what = happening(message, arrivedAt);
        return what == null ? null
                : new Fact(arrivedAt, Plausible.time(message.timestamp(), arrivedAt), message.identity(), what);
    }

    private static @Nullable Happening happening(VapiMessage message, long arrivedAt) {
        return switch (message.type()) {
            case "transcript" -> transcript(message);
            case "speech-update" -> speech(message);
            case "status-update" -> status(message);
            case "user-interrupted" -> new InterruptTold();
            case "assistant.speechStarted" -> plan(message, arrivedAt);
            case "end-of-call-report" -> new Reported(message.endedReason(), Plausible.time(message.endedAt(), arrivedAt));
            case "assistant-request" -> message.callId() == null ? null : new StatusTold(CallStatus.RINGING, null);
            case "call.artifact.upload", "call.deleted", "call.delete.failed", "campaign.predial", "chat.created",
                    "chat.deleted",
                    "session.created", "session.updated", "session.deleted" ->
                null;
            default -> new Mentioned();
        };
    }

    private static Happening transcript(VapiMessage message) {
        Speaker speaker = speaker(message.role());
        if (speaker == null || message.text() == null) {
            return new Mentioned();
        }
        return new TextHeard(speaker, message.text(), "final".equals(message.transcriptType()), message.confidence());
    }

    private static Happening speech(VapiMessage message) {
        Speaker speaker = speaker(message.role());
        if (speaker == null || message.status() == null) {
            return new Mentioned();
        }
        return switch (message.status()) {
            case "started" -> new SpeechTold(speaker, true);
            case "stopped" -> new SpeechTold(speaker, false);
            default -> new Mentioned();
        };
    }

    private static @Nullable Happening status(VapiMessage message) {
        return switch (String.valueOf(message.status())) {
            case "scheduled", "queued", "ringing" -> new StatusTold(CallStatus.RINGING, null);
            case "in-progress" -> new StatusTold(CallStatus.IN_PROGRESS, null);
            case "forwarding" -> new StatusTold(CallStatus.FORWARDING, null);
            case "ended" -> new StatusTold(CallStatus.ENDED, message.endedReason());
            case "not-found", "deletion-failed" -> null;
            default -> new Mentioned();
        };
    }

    private static Happening plan(VapiMessage message, long arrivedAt) {
        if (message.text() == null) {
            return new Mentioned();
        }
        Long told = Plausible.time(message.timestamp(), arrivedAt);
        long startedAt = told == null ? arrivedAt : told;
        WordTiming timing = message.wordTiming();
        return new SpeechPlanned(timing == null
                ? new SpokenPlan(message.turn(), message.text(), startedAt, List.of(), List.of())
                : new SpokenPlan(message.turn(), message.text(), startedAt, timing.words(), timing.endsMs()));
    }

    /// Transcripts say `assistant`, the history inside artifacts says `bot`; both are tolerated.
    private static @Nullable Speaker speaker(@Nullable String role) {
        return switch (role) {
            case "user" -> Speaker.CALLER;
            case "assistant", "bot" -> Speaker.ASSISTANT;
            case null, default -> null;
        };
    }
}
