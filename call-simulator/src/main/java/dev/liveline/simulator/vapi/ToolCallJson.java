package dev.liveline.simulator.vapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.vapi.Dialect.ToolCallShape;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/// A tool call in any of the shapes seen in the field.
final class ToolCallJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final ToolCallShape shape;

    ToolCallJson(ToolCallShape shape) {
        this.shape = shape;
    }

    /// The fields of the message, its type among them.
    void write(JsonGenerator json, ServerMessage.ToolCalled called) throws IOException {
        if (shape == ToolCallShape.LEGACY) {
            json.writeStringField("type", "function-call");
            json.writeObjectFieldStart("functionCall");
            json.writeStringField("name", called.name());
            strings(json, "parameters", called.arguments());
            json.writeEndObject();
            return;
        }
        json.writeStringField("type", MessageType.of(called));
        json.writeArrayFieldStart(shape == ToolCallShape.OLD_KEY ? "toolCalls" : "toolCallList");
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
        switch (shape) {
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
                strings(json, "arguments", called.arguments());
                json.writeEndObject();
            }
            case FLAT_PARAMETERS -> {
                json.writeStringField("name", called.name());
                strings(json, "parameters", called.arguments());
            }
            case FLAT_ARGUMENTS -> {
                json.writeStringField("name", called.name());
                strings(json, "arguments", called.arguments());
            }
            case LEGACY -> throw new IllegalStateException("a legacy call has no tool call list");
        }
        json.writeEndObject();
    }

    /// An object of strings.
    static void strings(JsonGenerator json, String name, Map<String, String> arguments) throws IOException {
        json.writeObjectFieldStart(name);
        fields(json, arguments);
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, Map<String, String> strings) throws IOException {
        for (var field : strings.entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
        }
    }

    private static String text(Map<String, String> arguments) throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields(json, arguments);
            json.writeEndObject();
        }
        return text.toString();
    }
}
