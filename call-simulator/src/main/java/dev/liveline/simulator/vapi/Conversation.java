package dev.liveline.simulator.vapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.liveline.simulator.scenario.Speaker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The finals of a call so far, as messages repeat them.
final class Conversation {

    private final List<Spoken> finals = new ArrayList<>();

    /// Times in milliseconds since the call began.
    private record Spoken(Speaker speaker, String text, long endMillis) {}

    void add(Speaker speaker, String text, long endMillis) {
        finals.add(new Spoken(speaker, text, endMillis));
    }

    /// As Vapi's `artifact.transcript` has it.
    String transcript() {
        var text = new StringBuilder();
        finals.forEach(spoken -> text.append(spoken.speaker() == Speaker.CALLER ? "User: " : "AI: ")
            .append(spoken.text())
            .append('\n'));
        return text.toString();
    }

    /// `messages` and `messagesOpenAIFormatted`.
    ///
    /// @param startedAt of the call, epoch milliseconds
    void write(JsonGenerator json, long startedAt) throws IOException {
        json.writeArrayFieldStart("messages");
        for (var spoken : finals) {
            json.writeStartObject();
            json.writeStringField("role", spoken.speaker() == Speaker.CALLER ? "user" : "bot");
            json.writeStringField("message", spoken.text());
            json.writeNumberField("time", startedAt + Math.max(0, spoken.endMillis() - 1000));
            json.writeNumberField("endTime", startedAt + spoken.endMillis());
            json.writeNumberField("secondsFromStart", spoken.endMillis() / 1000.0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("messagesOpenAIFormatted");
        for (var spoken : finals) {
            json.writeStartObject();
            json.writeStringField("role", CallJson.role(spoken.speaker()));
            json.writeStringField("content", spoken.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
