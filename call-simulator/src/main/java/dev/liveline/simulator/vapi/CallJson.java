package dev.liveline.simulator.vapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.TimedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the server messages of one call as Vapi would, envelope and all.
///
/// Remembers the finals it has written, because every message carries the conversation so far in its `artifact`. Feed it the
/// messages in their true order. Not thread-safe; one per call.
public final class CallJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final CallFacts facts;
    private final Dialect dialect;
    private final List<Spoken> conversation = new ArrayList<>();
    private final Set<Integer> remembered = new HashSet<>();

    public CallJson(CallFacts facts, Dialect dialect) {
        this.facts = facts;
        this.dialect = dialect;
    }

    /// One final as the artifact repeats it; times in milliseconds since the call began.
    private record Spoken(Speaker speaker, String text, long endMillis) {}

    /// The request body for a message: `{"message":{…}}` in UTF-8.
    public byte[] render(TimedMessage timed) {
        if (timed.message() instanceof ServerMessage.TranscriptHeard heard && heard.isFinal()
                && remembered.add(timed.ordinal())) {
            conversation.add(new Spoken(heard.speaker(), heard.text(), scaled(timed.at())));
        }
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("message");
            write(json, timed.message(), facts.startedAt() + scaled(timed.at()));
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// The same message as a client on a transport gets it: bare and without call or artifact.
    String renderForClient(TimedMessage timed) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            own(json, timed.message());
            json.writeNumberField("timestamp", facts.startedAt() + scaled(timed.at()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// The conversation so far as Vapi's `artifact.transcript` has it.
    public String transcript() {
        var text = new StringBuilder();
        conversation.forEach(spoken -> text.append(spoken.speaker() == Speaker.CALLER ? "User: " : "AI: ")
            .append(spoken.text())
            .append('\n'));
        return text.toString();
    }

    private long scaled(Duration at) {
        return (long) (at.toMillis() / facts.speed());
    }

    private void write(JsonGenerator json, ServerMessage message, long at) throws IOException {
        own(json, message);
        if (dialect.commonFields()) {
            json.writeNumberField("timestamp", at);
        }
        call(json, message);
        if (dialect.commonFields()) {
            customer(json);
            phoneNumber(json);
            json.writeObjectFieldStart("assistant");
            json.writeStringField("id", facts.assistantId());
            json.writeStringField("name", "Support");
            json.writeEndObject();
            artifact(json, message instanceof ServerMessage.Reported);
        }
    }

    private void own(JsonGenerator json, ServerMessage message) throws IOException {
        switch (message) {
            case ServerMessage.StatusChanged(var status) -> {
                type(json, message);
                json.writeStringField("status", status);
            }
            case ServerMessage.Ended(var reason) -> {
                type(json, message);
                json.writeStringField("status", "ended");
                json.writeStringField("endedReason", reason);
            }
            case ServerMessage.Forwarding(var destination) -> {
                type(json, message);
                json.writeStringField("status", "forwarding");
                destination(json, destination);
                json.writeStringField("transcript", transcript());
            }
            case ServerMessage.AssistantStarted _ -> type(json, message);
            case ServerMessage.SpeechChanged(var speaker, var started, var turn) -> {
                type(json, message);
                json.writeStringField("status", started ? "started" : "stopped");
                json.writeStringField("role", role(speaker));
                json.writeNumberField("turn", turn);
            }
            case ServerMessage.SpeechAnnounced announced -> announced(json, announced);
            case ServerMessage.ModelOutput(var turnId, var output) -> {
                type(json, message);
                json.writeStringField("turnId", turnId);
                json.writeStringField("output", output);
            }
            case ServerMessage.VoiceInput(var input) -> {
                type(json, message);
                json.writeStringField("input", input);
            }
            case ServerMessage.TranscriptHeard heard -> heard(json, heard);
            case ServerMessage.UserInterrupted(var turnId) -> {
                type(json, message);
                json.writeStringField("turnId", turnId);
            }
            case ServerMessage.ConversationChanged _ -> {
                type(json, message);
                messages(json);
            }
            case ServerMessage.ToolCalled called -> called(json, called);
            case ServerMessage.TransferChanged(var destination) -> {
                type(json, message);
                destination(json, destination);
            }
            case ServerMessage.LanguageChanged(var language) -> {
                type(json, message);
                json.writeStringField("language", language);
            }
            case ServerMessage.Hung _,ServerMessage.Asked _ -> type(json, message);
            case ServerMessage.Reported reported -> reported(json, reported);
            case ServerMessage.Unheard _ -> {
                type(json, message);
                json.writeStringField("novelty", "a field nobody has documented");
            }
        }
    }

    private static void type(JsonGenerator json, ServerMessage message) throws IOException {
        json.writeStringField("type", MessageType.of(message));
    }

    static String role(Speaker speaker) {
        return speaker == Speaker.CALLER ? "user" : "assistant";
    }

    private void heard(JsonGenerator json, ServerMessage.TranscriptHeard heard) throws IOException {
        json.writeStringField("type", heard.isFinal() ? finalType() : "transcript");
        json.writeStringField("role", role(heard.speaker()));
        json.writeStringField("transcriptType", heard.isFinal() ? "final" : "partial");
        json.writeStringField("transcript", heard.text());
        // Always as a pair, and only on a caller's final.
        if (heard.isFinal() && heard.speaker() == Speaker.CALLER && heard.confidence().isPresent()) {
            json.writeNumberField("confidence", heard.confidence().getAsDouble());
            json.writeStringField("confidenceSource", "provider");
        }
    }

    private String finalType() {
        return switch (dialect.finals()) {
            case PLAIN -> "transcript";
            case BRACKETED -> MessageType.FINAL_ONLY;
            case BRACKETED_SINGLE_QUOTES -> "transcript[transcriptType='final']";
        };
    }

    private static void announced(JsonGenerator json, ServerMessage.SpeechAnnounced announced) throws IOException {
        type(json, announced);
        json.writeNumberField("turn", announced.turn());
        json.writeStringField("source", "model");
        json.writeStringField("text", announced.text());
        json.writeObjectFieldStart("timing");
        json.writeStringField("type", "word-alignment");
        json.writeArrayFieldStart("words");
        for (var word : announced.words()) {
            json.writeString(word.word());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("wordsStartTimesMs");
        for (var word : announced.words()) {
            json.writeNumber(word.start().toMillis());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("wordsEndTimesMs");
        for (var word : announced.words()) {
            json.writeNumber(word.end().toMillis());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void called(JsonGenerator json, ServerMessage.ToolCalled called) throws IOException {
        if (dialect.toolCalls() == Dialect.ToolCallShape.LEGACY) {
            json.writeStringField("type", "function-call");
            json.writeObjectFieldStart("functionCall");
            json.writeStringField("name", called.name());
            arguments(json, "parameters", called.arguments());
            json.writeEndObject();
            return;
        }
        type(json, called);
        json.writeArrayFieldStart(dialect.toolCalls() == Dialect.ToolCallShape.OLD_KEY ? "toolCalls" : "toolCallList");
        toolCall(json, called);
        json.writeEndArray();
        json.writeArrayFieldStart("toolWithToolCallList");
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", called.name());
        json.writeEndObject();
        json.writeFieldName("toolCall");
        toolCall(json, called);
        json.writeEndObject();
        json.writeEndArray();
    }

    private void toolCall(JsonGenerator json, ServerMessage.ToolCalled called) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", called.toolCallId());
        switch (dialect.toolCalls()) {
            case NESTED_STRING, OLD_KEY -> {
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", called.name());
                json.writeStringField("arguments", text(called.arguments()));
                json.writeEndObject();
            }
            case NESTED_OBJECT -> {
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", called.name());
                arguments(json, "arguments", called.arguments());
                json.writeEndObject();
            }
            case FLAT_PARAMETERS -> {
                json.writeStringField("name", called.name());
                arguments(json, "parameters", called.arguments());
            }
            case FLAT_ARGUMENTS -> {
                json.writeStringField("name", called.name());
                arguments(json, "arguments", called.arguments());
            }
            case LEGACY -> throw new IllegalStateException("a legacy call has no tool call list");
        }
        json.writeEndObject();
    }

    private static void arguments(JsonGenerator json, String name, Map<String, String> arguments) throws IOException {
        json.writeObjectFieldStart(name);
        for (var argument : arguments.entrySet()) {
            json.writeStringField(argument.getKey(), argument.getValue());
        }
        json.writeEndObject();
    }

    private static String text(Map<String, String> arguments) throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var argument : arguments.entrySet()) {
                json.writeStringField(argument.getKey(), argument.getValue());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private void reported(JsonGenerator json, ServerMessage.Reported reported) throws IOException {
        type(json, reported);
        json.writeStringField("endedReason", reported.reason());
        json.writeStringField("startedAt", Instant.ofEpochMilli(facts.startedAt()).toString());
        json.writeStringField("endedAt", Instant.ofEpochMilli(facts.startedAt() + scaled(reported.length())).toString());
        json.writeNumberField("cost", 0.11);
        json.writeObjectFieldStart("analysis");
        if (dialect.report() != Dialect.ReportShape.TOP_LEVEL) {
            json.writeStringField("summary", reported.summary());
        }
        json.writeStringField("successEvaluation", "true");
        json.writeEndObject();
        if (dialect.report() != Dialect.ReportShape.ARTIFACT) {
            json.writeStringField("summary", reported.summary());
            json.writeStringField("transcript", transcript());
            json.writeStringField("recordingUrl", "https://storage.example.test/" + facts.callId() + "-mono.wav");
        }
    }

    private static void destination(JsonGenerator json, String destination) throws IOException {
        json.writeObjectFieldStart("destination");
        boolean sip = destination.startsWith("sip:");
        json.writeStringField("type", sip ? "sip" : "number");
        json.writeStringField(sip ? "sipUri" : "number", destination);
        json.writeEndObject();
    }

    private void call(JsonGenerator json, ServerMessage message) throws IOException {
        json.writeObjectFieldStart("call");
        json.writeStringField("id", facts.callId());
        json.writeStringField("orgId", VapiCloud.ORG_ID);
        json.writeStringField("type", facts.type());
        if (message instanceof ServerMessage.StatusChanged(var status)) {
            json.writeStringField("status", status);
        }
        optional(json, "phoneNumberId", facts.phoneNumberId());
        optional(json, "assistantId", facts.assistantId());
        json.writeStringField("createdAt", Instant.ofEpochMilli(facts.startedAt()).toString());
        json.writeStringField("updatedAt", Instant.ofEpochMilli(facts.startedAt()).toString());
        customer(json);
        if (!facts.callSid().isEmpty()) {
            json.writeObjectFieldStart("transport");
            json.writeStringField("provider", "twilio");
            json.writeStringField("callSid", facts.callSid());
            json.writeEndObject();
            json.writeStringField("phoneCallProvider", "twilio");
            json.writeStringField("phoneCallProviderId", facts.callSid());
        }
        monitor(json);
        boolean nested = dialect.metadata() == Dialect.MetadataPlace.ASSISTANT_OVERRIDES;
        if (!facts.metadata().isEmpty() && !nested) {
            arguments(json, "metadata", facts.metadata());
        }
        if (!facts.variableValues().isEmpty() || nested && !facts.metadata().isEmpty()) {
            json.writeObjectFieldStart("assistantOverrides");
            if (!facts.variableValues().isEmpty()) {
                arguments(json, "variableValues", facts.variableValues());
            }
            if (nested) {
                arguments(json, "metadata", facts.metadata());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void monitor(JsonGenerator json) throws IOException {
        if (facts.controlUrl().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("monitor");
        json.writeStringField("listenUrl", facts.listenUrl());
        json.writeStringField("controlUrl", facts.controlUrl());
        json.writeEndObject();
    }

    private void customer(JsonGenerator json) throws IOException {
        if (!facts.customer().isEmpty()) {
            json.writeObjectFieldStart("customer");
            json.writeStringField("number", facts.customer());
            json.writeEndObject();
        }
    }

    private void phoneNumber(JsonGenerator json) throws IOException {
        if (facts.dialled().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("phoneNumber");
        optional(json, "id", facts.phoneNumberId());
        json.writeStringField("provider", "twilio");
        json.writeStringField("number", facts.dialled());
        json.writeStringField("twilioAccountSid", "AC00000000000000000000000000000001");
        if (dialect.twilioCredentials()) {
            json.writeStringField("twilioAuthToken", "leaked-twilio-token-do-not-store");
        }
        json.writeEndObject();
    }

    private void artifact(JsonGenerator json, boolean whole) throws IOException {
        json.writeObjectFieldStart("artifact");
        messages(json);
        if (dialect.artifactPadding() > 0) {
            json.writeStringField("padding", "x".repeat(dialect.artifactPadding()));
        }
        if (whole) {
            json.writeStringField("transcript", transcript());
            json.writeObjectFieldStart("recording");
            json.writeStringField("stereoUrl", "https://storage.example.test/" + facts.callId() + "-stereo.wav");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void messages(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        for (var spoken : conversation) {
            json.writeStartObject();
            json.writeStringField("role", spoken.speaker() == Speaker.CALLER ? "user" : "bot");
            json.writeStringField("message", spoken.text());
            json.writeNumberField("time", facts.startedAt() + Math.max(0, spoken.endMillis() - 1000));
            json.writeNumberField("endTime", facts.startedAt() + spoken.endMillis());
            json.writeNumberField("secondsFromStart", spoken.endMillis() / 1000.0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("messagesOpenAIFormatted");
        for (var spoken : conversation) {
            json.writeStartObject();
            json.writeStringField("role", role(spoken.speaker()));
            json.writeStringField("content", spoken.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
