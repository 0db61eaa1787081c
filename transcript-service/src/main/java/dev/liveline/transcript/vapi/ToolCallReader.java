package dev.liveline.transcript.vapi;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.liveline.transcript.vapi.VapiMessage.ToolCall;

/// Reads tool calls in all the shapes Vapi's documents and traffic show: `{id, function: {name, arguments}}` and `{id, name,
/// arguments|parameters}`, alone or within `{toolCall: …}`, with arguments as an object or as encoded text.
final class ToolCallReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String arguments;
    private @Nullable String parameters;

    private ToolCallReader(JsonParser parser) {
        this.parser = parser;
    }

    /// An array of calls.
    static List<ToolCall> list(JsonParser parser) throws IOException {
        return items(parser, false);
    }

    /// An array of tools, each with its call in `toolCall`.
    static List<ToolCall> wrapped(JsonParser parser) throws IOException {
        return items(parser, true);
    }

    /// The legacy `functionCall`, which has no id.
    static List<ToolCall> legacy(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return List.of();
        }
        ToolCallReader reader = new ToolCallReader(parser);
        reader.call();
        return reader.name == null ? List.of() : List.of(new ToolCall("", reader.name, reader.argumentsOrNone()));
    }

    private static List<ToolCall> items(JsonParser parser, boolean wrapped) throws IOException {
        List<ToolCall> calls = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return calls;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            ToolCallReader reader = new ToolCallReader(parser);
            if (wrapped) {
                reader.wrapper();
            } else {
                reader.call();
            }
            // A call without a name is answered too: as one of a tool that does not exist.
            if (reader.id != null) {
                calls.add(new ToolCall(reader.id, reader.name == null ? "" : reader.name, reader.argumentsOrNone()));
            }
        }
        return calls;
    }

    private String argumentsOrNone() {
        return arguments != null ? arguments : parameters != null ? parameters : "{}";
    }

    /// The tool's own name, beside its call or in its `function`, counts where the call has none.
    private void wrapper() throws IOException {
        String toolName = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("toolCall") && value == JsonToken.START_OBJECT) {
                call();
            } else if (member.equals("name") && value == JsonToken.VALUE_STRING) {
                toolName = parser.getText();
            } else if (member.equals("function") && value == JsonToken.START_OBJECT) {
                ToolCallReader function = new ToolCallReader(parser);
                function.call();
                toolName = toolName == null ? function.name : toolName;
            } else {
                parser.skipChildren();
            }
        }
        name = name == null ? toolName : name;
    }

    /// Of two lists of the same calls the one that names them all.
    static List<ToolCall> better(List<ToolCall> known, List<ToolCall> other) {
        boolean named = !known.isEmpty() && known.stream().noneMatch(call -> call.name().isEmpty());
        return named || other.isEmpty() ? known : other;
    }

    private void call() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "id" -> id = value == JsonToken.VALUE_STRING ? parser.getText() : skipped();
                case "name" -> name = value == JsonToken.VALUE_STRING ? parser.getText() : skipped();
                case "arguments" -> arguments = json(value);
                // Where there are arguments, the parameters are the tool's schema.
                case "parameters" -> parameters = json(value);
                case "function" -> {
                    if (value == JsonToken.START_OBJECT) {
                        call();
                    } else {
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private @Nullable String skipped() throws IOException {
        parser.skipChildren();
        return null;
    }

    private @Nullable String json(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            String encoded = parser.getText();
            return encoded.isBlank() ? "{}" : encoded;
        }
        if (value != JsonToken.START_OBJECT) {
            return skipped();
        }
        StringWriter copy = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(copy)) {
            generator.copyCurrentStructure(parser);
        }
        return copy.toString();
    }
}
