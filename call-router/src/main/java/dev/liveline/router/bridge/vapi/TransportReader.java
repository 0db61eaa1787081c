package dev.liveline.router.bridge.vapi;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.liveline.router.bridge.media.AssistantSignal;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantSpeaks;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStarted;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStopped;
import dev.liveline.router.bridge.media.AssistantSignal.CallerInterrupted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStarted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStopped;
import dev.liveline.router.bridge.vapi.TransportMessage.Ended;
import dev.liveline.router.bridge.vapi.TransportMessage.Ignored;
import dev.liveline.router.bridge.vapi.TransportMessage.Signal;

/// Reads the few members that matter and stops: some messages carry the whole conversation.
public final class TransportReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final TransportMessage IGNORED = new Ignored();

    private @Nullable String type;
    private @Nullable String status;
    private @Nullable String role;
    private int turn = -1;

    private TransportReader() {}

    /// Malformed text means nothing, like a message of an unknown type.
    public static TransportMessage read(String text) {
        TransportReader reader = new TransportReader();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return IGNORED;
            }
            reader.members(parser);
        } catch (IOException malformed) {
            return IGNORED;
        }
        return reader.meaning();
    }

    private void members(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals("message") && type == null) {
                members(parser);
            } else if (token == null || token.isStructStart()) {
                parser.skipChildren();
            } else {
                member(name, parser);
            }
            if (isKnown()) {
                return;
            }
        }
    }

    private void member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "type" -> type = parser.getText();
            case "status" -> status = parser.getText();
            case "role" -> role = parser.getText();
            case "turn" -> turn = parser.getValueAsInt(-1);
            default -> {
            }
        }
    }

    private boolean isKnown() {
        if (type == null) {
            return false;
        }
        return switch (type) {
            case "speech-update" -> status != null && role != null;
            case "status-update" -> status != null;
            case "assistant.speechStarted" -> turn >= 0;
            default -> true;
        };
    }

    private TransportMessage meaning() {
        if (type == null) {
            return IGNORED;
        }
        return switch (type) {
            case "speech-update" -> speech();
            case "user-interrupted" -> new Signal(new CallerInterrupted());
            case "assistant.speechStarted" -> new Signal(new AssistantSpeaks(turn));
            case "status-update" -> "ended".equals(status) ? new Ended() : IGNORED;
            default -> IGNORED;
        };
    }

    private TransportMessage speech() {
        boolean started = "started".equals(status);
        if (!started && !"stopped".equals(status)) {
            return IGNORED;
        }
        AssistantSignal signal;
        if ("assistant".equals(role)) {
            signal = started ? new AssistantStarted() : new AssistantStopped();
        } else if ("user".equals(role)) {
            signal = started ? new CallerStarted() : new CallerStopped();
        } else {
            return IGNORED;
        }
        return new Signal(signal);
    }
}
