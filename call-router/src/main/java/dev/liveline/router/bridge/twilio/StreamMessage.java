package dev.liveline.router.bridge.twilio;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// What Twilio sends on a media socket. Its numbers are JSON strings; -1 stands for one that is not there.
public sealed interface StreamMessage {

    /// The first message; it says nothing about the call.
    record Connected() implements StreamMessage {}

    /// @param streamSid what our messages must name
    /// @param callSid   the caller's leg
    record Start(String streamSid, String callSid, MediaFormat format) implements StreamMessage {}

    /// @param inbound         the caller's own audio; else what Twilio plays to them
    /// @param chunk           number of the frame on its track
    /// @param timestampMillis since the stream began
    record Media(boolean inbound, long chunk, long timestampMillis, byte[] audio) implements StreamMessage {}

    /// A key the caller pressed. It may be part of a secret: never logged.
    record Dtmf(String digit) implements StreamMessage {
        @Override
        public String toString() {
            return "Dtmf[hidden]";
        }
    }

    record Mark(String name) implements StreamMessage {}

    record Stop() implements StreamMessage {}

    /// Of no known event.
    record Unknown() implements StreamMessage {}

    /// @param encoding a MIME type
    record MediaFormat(@Nullable String encoding, int sampleRate, int channels) {

        /// Whether it is the one form of audio the bridge passes on.
        public boolean isMuLaw8000Mono() {
            return encoding != null && encoding.toLowerCase(Locale.ROOT).equals("audio/x-mulaw") && sampleRate == 8_000
                    && channels == 1;
        }

        @Override
        public String toString() {
            return encoding + " " + sampleRate + " Hz, " + channels + " channel(s)";
        }
    }
}
