package dev.liveline.hub.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.ByteArrayOutputStream;

import dev.liveline.hub.audience.Message;

/// What a viewer may say over its socket, and what it is answered.
sealed interface Inbound {

    JsonFactory JSON = new JsonFactory();
    int LONGEST_PING = 64;

    /// @param since as it was sent; null if it was not
    record Subscribe(String callId, @Nullable String since) implements Inbound {}

    record Unsubscribe(String callId) implements Inbound {}

    /// A page's own ping: browsers do not show it the socket's.
    record Ping(String text) implements Inbound {}

    record Unreadable() implements Inbound {}

    static Inbound parse(String text) {
        String subscribe = null;
        String unsubscribe = null;
        String since = null;
        String ping = null;
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Unreadable();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                boolean string = json.nextToken() == JsonToken.VALUE_STRING;
                switch (name) {
                    case "subscribe" -> subscribe = string ? json.getText() : null;
                    case "unsubscribe" -> unsubscribe = string ? json.getText() : null;
                    case "since" -> since = string ? json.getText() : null;
                    case "ping" -> ping = string ? json.getText() : null;
                    default -> json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                return new Unreadable();
            }
        } catch (IOException malformed) {
            return new Unreadable();
        }
        if (subscribe != null) {
            return new Subscribe(subscribe, since);
        }
        if (unsubscribe != null) {
            return new Unsubscribe(unsubscribe);
        }
        return ping != null && ping.length() <= LONGEST_PING ? new Ping(ping) : new Unreadable();
    }

    static Message pong(Ping ping) {
        return aside("pong", ping.text(), null);
    }

    /// @param error  `not-found`, `too-many` or `malformed`
    /// @param callId null if the message named none
    static Message error(String error, @Nullable String callId) {
        return aside("error", error, callId);
    }

    private static Message aside(String name, String value, @Nullable String callId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField(name, value);
            if (callId != null) {
                json.writeStringField("callId", callId);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Message.aside(name, out.toByteArray());
    }
}
