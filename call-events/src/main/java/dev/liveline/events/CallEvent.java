package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// Something that is true of a call from now on. Written once by transcript-service; the JSON of [EventJson] is what browsers get.
///
/// Records that hold spoken text or numbers hide them in `toString`, so that a log line cannot leak them.
public sealed interface CallEvent {

    Envelope envelope();

    /// The `type` on the wire.
    String type();

    /// First event of every call.
    record CallStarted(Envelope envelope, @Nullable String from, @Nullable String to, @Nullable String assistantId,
            @Nullable String route, @Nullable String team) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.CALL_STARTED;
        }

        @Override
        public String toString() {
            return Hidden.of(this);
        }
    }

    record StatusChanged(Envelope envelope, CallStatus status) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.CALL_STATUS;
        }
    }

    /// One revision of one utterance. A partial (`last` false) replaces the one before it; the final ends the utterance.
    ///
    /// @param utterance  number of the utterance in the call, from 1
    /// @param revision   number of this caption event within its utterance, from 1, its final included
    /// @param confidence 0..1 where the platform gave one; Vapi does so on some finals of the caller only
    record Caption(Envelope envelope, Speaker speaker, int utterance, int revision, boolean last, String text,
            @Nullable Double confidence) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.CAPTION;
        }

        @Override
        public String toString() {
            return Hidden.of(this);
        }
    }

    record Speech(Envelope envelope, Speaker speaker, boolean speaking) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.SPEECH;
        }
    }

    /// The caller spoke over the assistant and was heard.
    ///
    /// @param source    who noticed
    /// @param utterance the assistant's utterance that was cut
    /// @param heard     what the caller had heard of it, where that is known
    record BargeIn(Envelope envelope, BargeInSource source, int utterance, @Nullable String heard,
            @Nullable Double confidence) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.BARGE_IN;
        }

        @Override
        public String toString() {
            return Hidden.of(this);
        }
    }

    /// @param ok         whether the tool gave a result; otherwise it gave an error
    /// @param durationMs from the request to its answer
    record ToolAnswered(Envelope envelope, String toolCallId, String name, boolean ok, long durationMs) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.TOOL;
        }
    }

    /// @param by who asked for it: a person's name, or `assistant`
    record CommandFinished(Envelope envelope, String commandId, String kind, boolean done, String by,
            @Nullable String detail) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.COMMAND;
        }
    }

    /// Quality of the media bridge over the last five seconds.
    record MediaQuality(Envelope envelope, long lostFrames, double jitterMs, double latencyMs) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.MEDIA;
        }
    }

    /// Last status of every call; there is one of it.
    record CallEnded(Envelope envelope, String reason, long durationMs) implements CallEvent {
        @Override
        public String type() {
            return EventTypes.CALL_ENDED;
        }
    }
}
