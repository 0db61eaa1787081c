package dev.liveline.admin.lint;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Trees;

/// Fixes that several rules share: what an old or stray field said, in the model's words of today. None where there is no model to say it in.
final class Remedies {

    private static final Pointer MODEL = Pointer.of("/model");
    private static final Pointer MESSAGES = MODEL.child("messages");
    private static final Pointer TOOLS = MODEL.child("tools");

    private Remedies() {}

    /// Makes a text the first message.
    static List<Patch> systemMessage(Subject subject, Pointer at) {
        JsonNode prompt = at.in(subject.document());
        if (!MODEL.in(subject.document()).isObject() || !prompt.isTextual()) {
            return List.of();
        }
        ArrayNode messages = Trees.array();
        messages.addObject().put("role", "system").set("content", prompt);
        MESSAGES.in(subject.document()).forEach(messages::add);
        return List.of(new Patch.Remove(at), new Patch.Put(MESSAGES, messages));
    }

    /// Makes functions, as models take them, tools.
    static List<Patch> functionTools(Subject subject, Pointer at) {
        if (!MODEL.in(subject.document()).isObject()) {
            return List.of();
        }
        ArrayNode tools = TOOLS.in(subject.document()) instanceof ArrayNode there ? there.deepCopy() : Trees.array();
        for (JsonNode function : at.in(subject.document())) {
            if (function instanceof ObjectNode described) {
                ObjectNode kept = described.deepCopy().retain("name", "description", "parameters", "strict");
                tools.addObject().put("type", "function").set("function", kept);
            }
        }
        return List.of(new Patch.Remove(at), new Patch.Put(TOOLS, tools));
    }
}
