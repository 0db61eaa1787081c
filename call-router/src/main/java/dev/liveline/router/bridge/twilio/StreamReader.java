package dev.liveline.router.bridge.twilio;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.liveline.router.bridge.twilio.StreamMessage.Connected;
import dev.liveline.router.bridge.twilio.StreamMessage.Dtmf;
import dev.liveline.router.bridge.twilio.StreamMessage.Mark;
import dev.liveline.router.bridge.twilio.StreamMessage.Media;
import dev.liveline.router.bridge.twilio.StreamMessage.MediaFormat;
import dev.liveline.router.bridge.twilio.StreamMessage.Start;
import dev.liveline.router.bridge.twilio.StreamMessage.Stop;
import dev.liveline.router.bridge.twilio.StreamMessage.Unknown;

/// Reads one message in one pass. Members may come in any order, unknown ones are skipped, numbers may be strings or numbers.
public final class StreamReader {

    private static final JsonFactory JSON = new JsonFactory();

    private @Nullable String event;
    private @Nullable String streamSid;
    private @Nullable String callSid;
    private @Nullable String track;
    private @Nullable String digit;
    private @Nullable String markName;
    private @Nullable String encoding;
    private byte @Nullable [] payload;
    private long chunk = -1;
    private long timestamp = -1;
    private int sampleRate = -1;
    private int channels = -1;

    private StreamReader() {}

    public static StreamMessage read(String text) throws UnreadableMessage {
        StreamReader reader = new StreamReader();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableMessage("not a JSON object");
            }
            reader.members(parser, 0);
            if (parser.nextToken() != null) {
                throw new UnreadableMessage("more than one JSON value");
            }
        } catch (IOException malformed) {
            throw new UnreadableMessage("malformed JSON");
        }
        return reader.message();
    }

    /// The members of the message and of the object named like its event lie flat here: their names do not clash.
    private void members(JsonParser parser, int depth) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && isRead(name, depth)) {
                members(parser, depth + 1);
            } else if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                member(name, parser, depth);
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("an object does not end");
        }
    }

    private static boolean isRead(String name, int depth) {
        return switch (name) {
            case "media", "start", "mark", "dtmf" -> depth == 0;
            case "mediaFormat" -> depth == 1;
            default -> false;
        };
    }

    private void member(String name, JsonParser parser, int depth) throws IOException {
        if (depth == 0 && !name.equals("event") && !name.equals("streamSid")) {
            return;
        }
        switch (name) {
            case "event" -> event = parser.getText();
            case "streamSid" -> streamSid = parser.getText();
            case "callSid" -> callSid = parser.getText();
            case "track" -> track = parser.getText();
            case "chunk" -> chunk = number(parser);
            case "timestamp" -> timestamp = number(parser);
            case "payload" -> payload = parser.getBinaryValue();
            case "digit" -> digit = parser.getText();
            case "name" -> markName = parser.getText();
            case "encoding" -> encoding = parser.getText();
            case "sampleRate" -> sampleRate = Math.clamp(number(parser), -1, Integer.MAX_VALUE);
            case "channels" -> channels = Math.clamp(number(parser), -1, Integer.MAX_VALUE);
            default -> {
            }
        }
    }

    private static long number(JsonParser parser) throws IOException {
        return Math.max(-1, parser.getValueAsLong(-1));
    }

    private StreamMessage message() throws UnreadableMessage {
        String kind = needed(event, "event");
        return switch (kind) {
            case "media" -> new Media(!"outbound".equals(track), chunk, timestamp, needed(payload, "media.payload"));
            case "mark" -> new Mark(needed(markName, "mark.name"));
            case "dtmf" -> new Dtmf(needed(digit, "dtmf.digit"));
            case "start" -> new Start(needed(streamSid, "streamSid"), needed(callSid, "start.callSid"),
                    new MediaFormat(encoding, sampleRate, channels));
            case "stop" -> new Stop();
            case "connected" -> new Connected();
            default -> new Unknown();
        };
    }

    private static <T> T needed(@Nullable T value, String member) throws UnreadableMessage {
        if (value == null) {
            throw new UnreadableMessage(member + " is missing");
        }
        return value;
    }
}
