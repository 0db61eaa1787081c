package dev.liveline.hub.feed;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.liveline.events.CallFields;
import dev.liveline.events.Standing;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// What a snapshot says of a call beside its captions: the members of `GET /calls/{id}`. Only the fields listed here are ever read from a
/// call's hash; its control URL is none of them.
final class CallSummary {

    private static final List<String> TEXTS = List.of(CallFields.FROM, CallFields.TO, CallFields.TEAM, CallFields.ASSISTANT_ID,
            CallFields.ROUTE, CallFields.ENDED_REASON);
    private static final List<String> NUMBERS = List.of(CallFields.STARTED_AT, CallFields.ENDED_AT,
            CallFields.ASKED_FOR_PERSON_AT, CallFields.UTTERANCES, CallFields.BARGE_INS);
    private static final List<String> OTHERS = List.of(CallFields.STANDING, CallFields.STATUS,
            CallFields.SPEAKING_CALLER, CallFields.SPEAKING_ASSISTANT);
    /// Read in this order.
    static final List<String> FIELDS = Stream.of(TEXTS, NUMBERS, OTHERS).flatMap(List::stream).toList();

    private final Response values;
    private final int offset;
    private final @Nullable Standing standing;

    /// @param values an answer whose members from `offset` on are the values of [#FIELDS]
    CallSummary(Response values, int offset) {
        this.values = values;
        this.offset = offset;
        String text = text(CallFields.STANDING);
        this.standing = text == null ? null : Standing.read(text);
    }

    static Request argsOf(Request request) {
        FIELDS.forEach(request::arg);
        return request;
    }

    boolean exists() {
        return standing != null;
    }

    /// Where the call stands, if it exists.
    Standing standing() {
        return Objects.requireNonNull(standing);
    }

    @Nullable
    String team() {
        return text(CallFields.TEAM);
    }

    @Nullable
    String status() {
        return text(CallFields.STATUS);
    }

    /// Writes the members into the object that is open.
    void write(JsonGenerator json) throws IOException {
        if (status() != null) {
            json.writeStringField(CallFields.STATUS, status());
        }
        for (String name : TEXTS) {
            String value = text(name);
            if (value != null) {
                json.writeStringField(name, value);
            }
        }
        for (String name : NUMBERS) {
            String value = text(name);
            if (value != null) {
                json.writeNumberField(name, Long.parseLong(value));
            }
        }
        json.writeNumberField("lastEventAt", standing().lastEventAt());
        json.writeObjectFieldStart("speaking");
        json.writeBooleanField("caller", "1".equals(text(CallFields.SPEAKING_CALLER)));
        json.writeBooleanField("assistant", "1".equals(text(CallFields.SPEAKING_ASSISTANT)));
        json.writeEndObject();
    }

    private @Nullable String text(String name) {
        Response value = values.get(offset + FIELDS.indexOf(name));
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }
}
