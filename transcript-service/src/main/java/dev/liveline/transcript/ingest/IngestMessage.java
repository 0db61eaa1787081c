package dev.liveline.transcript.ingest;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Speaker;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/// What a client of the streaming protocol sends.
sealed interface IngestMessage {

    /// The session it is about; null for the socket's own.
    @Nullable
    String sessionId();

    record Start(@Nullable String sessionId) implements IngestMessage {}

    record Heard(@Nullable String sessionId, Speaker speaker, String text, boolean last,
            @Nullable Double confidence) implements IngestMessage {
        @Override
        public String toString() {
            return "Heard[text hidden]";
        }
    }

    record Interruption(@Nullable String sessionId) implements IngestMessage {}

    record End(@Nullable String sessionId) implements IngestMessage {}

    /// @param why in words, without repeating what was sent
    record Unreadable(String why) implements IngestMessage {
        @Override
        public @Nullable String sessionId() {
            return null;
        }
    }

    static IngestMessage read(String json, int maxText) {
        JsonObject message;
        try {
            message = new JsonObject(json);
        } catch (DecodeException malformed) {
            return new Unreadable("The message is not a JSON object.");
        }
        String session = message.getValue("sessionId") instanceof String id ? id : null;
        return switch (message.getValue("type") instanceof String type ? type : "") {
            case "session.start" -> new Start(session);
            case "transcript.partial", "transcript-partial" -> heard(message, session, false, maxText);
            case "transcript.final", "transcript-final" -> heard(message, session, true, maxText);
            case "interruption" -> new Interruption(session);
            case "session.end" -> new End(session);
            default -> new Unreadable("The type is not known.");
        };
    }

    private static IngestMessage heard(JsonObject message, @Nullable String session, boolean last, int maxText) {
        if (!(message.getValue("text") instanceof String text) || text.isBlank()) {
            return new Unreadable("text is missing.");
        }
        if (text.length() > maxText) {
            return new Unreadable("text is longer than " + maxText + " characters.");
        }
        Object role = message.getValue("role");
        Speaker speaker = switch (role == null ? "user" : role.toString().toLowerCase(Locale.ROOT)) {
            case "user", "caller" -> Speaker.CALLER;
            case "assistant" -> Speaker.ASSISTANT;
            default -> null;
        };
        if (speaker == null) {
            return new Unreadable("role is user or assistant.");
        }
        Double confidence = message.getValue("confidence") instanceof Number number ? Double.valueOf(number.doubleValue())
                : null;
        return new Heard(session, speaker, text, last, confidence);
    }
}
