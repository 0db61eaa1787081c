package dev.liveline.transcript.vapi;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.vapi.VapiMessage.ToolCall;
import dev.liveline.transcript.vapi.VapiMessage.WordTiming;

/// Reads the few members we need of a server message, straight from its bytes. What grows with the call (`artifact`, `messages`, …) and what is
/// none of our business (`assistant`, credentials inside `phoneNumber`) is skipped, never built, so never stored or logged.
final class VapiMessageReader {

    private static final JsonFactory JSON = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(1 << 20).build())
        .build();

    private final JsonParser parser;

    private @Nullable String type;
    private @Nullable Long timestamp;
    private @Nullable String callId;
    private @Nullable String callType;
    private @Nullable String customer;
    private @Nullable String number;
    private @Nullable String assistantId;
    private @Nullable String callSid;
    private @Nullable String providerId;
    private @Nullable String controlUrl;
    private @Nullable String status;
    private @Nullable String endedReason;
    private @Nullable String role;
    private @Nullable String transcriptType;
    private @Nullable String transcript;
    private @Nullable String spoken;
    private @Nullable Double confidence;
    private int turn = -1;
    private @Nullable WordTiming timing;
    private @Nullable Long endedAt;
    private List<ToolCall> toolCalls = List.of();

    private VapiMessageReader(JsonParser parser) {
        this.parser = parser;
    }

    static VapiMessage read(byte[] body) throws MalformedMessage {
        byte[] essence = MessageTrim.trim(body);
        try (JsonParser parser = JSON.createParser(essence)) {
            return new VapiMessageReader(parser).message();
        } catch (IOException malformed) {
            throw new MalformedMessage("The body is not JSON.");
        }
    }

    private VapiMessage message() throws IOException, MalformedMessage {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedMessage("The body is not a JSON object.");
        }
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean message = parser.currentName().equals("message");
            if (parser.nextToken() == JsonToken.START_OBJECT && message) {
                found = true;
                members(this::member);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedMessage("Something follows the JSON object.");
        }
        if (!found || type == null || type.isBlank()) {
            throw new MalformedMessage("There is no message with a type.");
        }
        String kind = type.startsWith("transcript[") ? "transcript" : type;
        String kindOfText = transcriptType == null && !kind.equals(type) ? "final" : transcriptType;
        return new VapiMessage(kind, timestamp, callId, identity(), status, endedReason, role, kindOfText,
                transcript == null ? spoken : transcript, confidence, turn, timing, endedAt, toolCalls);
    }

    private Identity identity() {
        boolean outbound = "outboundPhoneCall".equals(callType);
        return new Identity(outbound ? number : customer, outbound ? customer : number, null, assistantId, null,
                callSid == null ? providerId : callSid, controlUrl);
    }

    private interface Member {
        void read(String name) throws IOException;
    }

    /// Hands each member of the current object to a reader that stands on the member's value.
    private void members(Member reader) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            reader.read(name);
        }
    }

    private void object(Member reader) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            members(reader);
        } else {
            parser.skipChildren();
        }
    }

    private void member(String name) throws IOException {
        switch (name) {
            case "type" -> type = text();
            case "timestamp" -> timestamp = time();
            case "call" -> object(this::callMember);
            case "customer" -> object(this::customerMember);
            case "phoneNumber" -> object(this::numberMember);
            case "status" -> status = text();
            case "endedReason" -> endedReason = text();
            case "role" -> role = text();
            case "transcriptType" -> transcriptType = text();
            case "transcript" -> transcript = text();
            case "text" -> spoken = text();
            case "confidence" -> confidence = decimal();
            case "turn" ->
                turn = parser.currentToken().isNumeric() ? (int) Math.clamp(parser.getDoubleValue(), -1, Integer.MAX_VALUE)
                        : skipped(-1);
            case "timing" ->
                timing = parser.currentToken() == JsonToken.START_OBJECT ? new WordTimingReader(parser).read() : skipped(null);
            case "endedAt" -> endedAt = time();
            case "toolCallList", "toolCalls" -> toolCalls = ToolCallReader.better(toolCalls, ToolCallReader.list(parser));
            case "toolWithToolCallList" -> toolCalls = ToolCallReader.better(toolCalls, ToolCallReader.wrapped(parser));
            case "functionCall" -> toolCalls = ToolCallReader.legacy(parser);
            default -> parser.skipChildren();
        }
    }

    private void callMember(String name) throws IOException {
        switch (name) {
            case "id" -> callId = text();
            case "type" -> callType = text();
            case "assistantId" -> assistantId = text();
            case "customer" -> object(this::customerMember);
            case "phoneNumber" -> object(this::numberMember);
            case "phoneCallProviderId" -> providerId = text();
            case "monitor" -> object(inner -> {
                if (inner.equals("controlUrl")) {
                    controlUrl = text();
                } else {
                    parser.skipChildren();
                }
            });
            case "transport" -> object(inner -> {
                if (inner.equals("callSid")) {
                    callSid = text();
                } else {
                    parser.skipChildren();
                }
            });
            case "assistantOverrides" -> object(inner -> {
                if (inner.equals("variableValues")) {
                    object(this::variable);
                } else {
                    parser.skipChildren();
                }
            });
            default -> parser.skipChildren();
        }
    }

    /// Vapi hands SIP headers on as variables, spelt as they came.
    private void variable(String name) throws IOException {
        String plain = name.toLowerCase(Locale.ROOT);
        if (plain.equals("liveline-call-sid") || plain.equals("x-liveline-call-sid")) {
            String sid = text();
            callSid = sid == null ? callSid : sid;
        } else {
            parser.skipChildren();
        }
    }

    private void customerMember(String name) throws IOException {
        switch (name) {
            case "number" -> customer = or(text(), customer);
            case "sipUri" -> customer = or(customer, text());
            default -> parser.skipChildren();
        }
    }

    private void numberMember(String name) throws IOException {
        if (name.equals("number")) {
            number = or(text(), number);
        } else {
            parser.skipChildren();
        }
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null || first.isBlank() ? second : first;
    }

    private <T> T skipped(T value) throws IOException {
        parser.skipChildren();
        return value;
    }

    private @Nullable String text() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        return skipped(null);
    }

    private @Nullable Double decimal() throws IOException {
        return parser.currentToken().isNumeric() ? Double.valueOf(parser.getDoubleValue()) : skipped(null);
    }

    /// Epoch milliseconds; ISO 8601 as Vapi sent it before 2025-03, and as it still sends `endedAt`.
    private @Nullable Long time() throws IOException {
        if (parser.currentToken().isNumeric()) {
            return (long) parser.getDoubleValue();
        }
        String text = text();
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException other) {
            return null;
        }
    }
}
