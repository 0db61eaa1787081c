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
import java.util.HashSet;
import java.util.Set;

/// Writes the server messages of one call as Vapi would, envelope and all.
///
/// Remembers the finals it has written, because every message carries the conversation so far in its `artifact`. Feed it the
/// messages in their true order. Not thread-safe; one per call.
public final class CallJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final CallFacts facts;
    private final Dialect dialect;
    private final Conversation conversation = new Conversation();
    private final CallEnvelope envelope;
    private final ToolCallJson toolCalls;
    private final Set<Integer> remembered = new HashSet<>();

    public CallJson(CallFacts facts, Dialect dialect) {
        this.facts = facts;
        this.dialect = dialect;
        this.envelope = new CallEnvelope(facts, dialect, conversation);
        this.toolCalls = new ToolCallJson(dialect.toolCalls());
    }

    /// The request body for a message: `{"message":{…}}` in UTF-8.
    public byte[] render(TimedMessage timed) {
        if (timed.message() instanceof ServerMessage.TranscriptHeard heard && heard.isFinal()
                && remembered.add(timed.ordinal())) {
            conversation.add(heard.speaker(), heard.text(), scaled(timed.at()));
        }
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("message");
            own(json, timed.message());
            envelope.write(json, timed.message(), facts.startedAt() + scaled(timed.at()));
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
        return conversation.transcript();
    }

    private long scaled(Duration at) {
        return (long) (at.toMillis() / facts.speed());
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
                conversation.write(json, facts.startedAt());
            }
            case ServerMessage.ToolCalled called -> toolCalls.write(json, called);
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
}
