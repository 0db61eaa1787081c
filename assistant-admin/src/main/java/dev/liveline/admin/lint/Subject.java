package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.schema.Misfit;

/// The assistant under lint, with what every rule may want to know of it.
record Subject(ObjectNode document, Expectations expectations, List<Misfit> misfits) {

    /// Where published assistants put their prompt, though Vapi has no such fields.
    static final List<String> STRAY_PROMPTS = List.of("/systemPrompt", "/instructions", "/prompt", "/model/prompt",
            "/model/instructions", "/model/systemMessage");

    /// Where they put their webhook.
    static final List<String> STRAY_WEBHOOKS = List.of("/webhook", "/webhookUrl");

    /// A text field's place and value.
    record TextAt(Pointer at, String name, String text) {}

    JsonNode at(String pointer) {
        return document.at(pointer);
    }

    String text(String pointer) {
        return document.at(pointer).asText("");
    }

    boolean has(String pointer) {
        return !document.at(pointer).isMissingNode();
    }

    /// The number there, or what is assumed if there is none.
    double number(String pointer, double otherwise) {
        return document.at(pointer).asDouble(otherwise);
    }

    List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        document.at(pointer).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /// Every text in the document, with its field's name (array elements carry their array's).
    List<TextAt> allTexts() {
        List<TextAt> found = new ArrayList<>();
        collect(document, Pointer.ROOT, "", found);
        return found;
    }

    /// What the model is told, all system messages together.
    String prompt() {
        StringBuilder prompt = new StringBuilder();
        for (JsonNode message : document.at("/model/messages")) {
            if ("system".equals(message.path("role").asText())) {
                prompt.append(message.path("content").asText("")).append('\n');
            }
        }
        STRAY_PROMPTS.forEach(pointer -> prompt.append(text(pointer)).append('\n'));
        return prompt.append(text("/model/systemPrompt")).toString().strip();
    }

    private static void collect(JsonNode node, Pointer at, String name, List<TextAt> found) {
        switch (node) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    collect(field.getValue(), at.child(field.getKey()), field.getKey(), found);
                }
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    collect(array.get(i), at.child(i), name, found);
                }
            }
            default -> {
                if (node.isTextual()) {
                    found.add(new TextAt(at, name, node.textValue()));
                }
            }
        }
    }
}
