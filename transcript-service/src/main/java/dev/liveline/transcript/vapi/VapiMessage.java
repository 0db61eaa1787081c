package dev.liveline.transcript.vapi;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.transcript.call.Identity;

/// What we read of a server message; everything is optional but the type, as in Vapi's own schema.
///
/// @param type        such as `status-update`; both spellings of the final-only transcript are `transcript`
/// @param timestamp   epoch milliseconds
/// @param status      of `status-update` and `speech-update`
/// @param text        of `transcript` (`transcript`) and `assistant.speechStarted` (`text`)
/// @param turn        Vapi's number of a turn
/// @param wordTiming  of `assistant.speechStarted`
/// @param endedAt     of `end-of-call-report`, epoch milliseconds
/// @param toolCalls   in all four shapes Vapi sends them, and the legacy one
record VapiMessage(String type, @Nullable Long timestamp, @Nullable String callId, Identity identity, @Nullable String status,
        @Nullable String endedReason, @Nullable String role, @Nullable String transcriptType, @Nullable String text,
        @Nullable Double confidence, int turn, @Nullable WordTiming wordTiming,
        @Nullable Long endedAt, List<ToolCall> toolCalls) {

    /// @param arguments JSON text of an object
    record ToolCall(String id, String name, String arguments) {
        @Override
        public String toString() {
            return "ToolCall[" + id + " " + name + ", arguments hidden]";
        }
    }

    /// @param endsMs end of each word from the start of the speech
    record WordTiming(List<String> words, List<Integer> endsMs) {}

    @Override
    public String toString() {
        return "VapiMessage[" + type + " " + callId + ", content hidden]";
    }
}
