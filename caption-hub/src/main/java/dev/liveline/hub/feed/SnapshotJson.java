package dev.liveline.hub.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.liveline.hub.audience.Message;

/// Writes snapshots: what a call is, its captions byte for byte as they went over the stream, and that nothing was resumed.
public final class SnapshotJson {

    static final String TYPE = "snapshot";

    private static final JsonFactory JSON = new JsonFactory();

    private final InstantSource clock;

    public SnapshotJson(InstantSource clock) {
        this.clock = clock;
    }

    /// Of a call that does not exist, or not yet.
    Message unknown(String callId) {
        return write(callId, "", 0, json -> {
            json.writeStringField("status", "unknown");
            json.writeEndObject();
            json.writeArrayFieldStart("captions");
        });
    }

    /// @param captions finals in order, then at most one open partial a speaker
    Message known(String callId, CallSummary call, List<Message> captions) {
        return write(callId, call.standing().epoch(), call.standing().seq(), json -> {
            call.write(json);
            json.writeEndObject();
            json.writeArrayFieldStart("captions");
            for (Message caption : captions) {
                json.writeRawValue(new String(caption.json(), StandardCharsets.UTF_8));
            }
        });
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private Message write(String callId, String epoch, long seq, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("callId", callId);
            json.writeStringField("epoch", epoch);
            json.writeNumberField("seq", seq);
            json.writeStringField("type", TYPE);
            json.writeNumberField("at", clock.millis());
            json.writeObjectFieldStart("call");
            content.write(json);
            json.writeEndArray();
            json.writeBooleanField("recovered", false);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Message(callId, epoch, seq, TYPE, null, null, false, out.toByteArray(), 0);
    }
}
