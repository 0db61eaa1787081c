package dev.liveline.admin.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.edge.problem.Problem;
import io.vertx.core.json.JsonArray;

/// What is asked for.
///
/// @param assistant an id, or a name
/// @param fallback  of call-router's table, passed through
record Binding(String number, Mode mode, String assistant, Optional<String> name, Optional<String> team,
        Optional<ObjectNode> fallback) {

    private static final List<String> FIELDS = List.of("number", "mode", "assistantId", "assistant", "name", "team",
            "fallback");

    /// @throws Problem 422 with every fault
    static Binding of(ObjectNode body) {
        List<String> faults = new ArrayList<>();
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                faults.add("There is no field " + field + " here.");
            }
        });
        String number = body.path("number").asText("");
        if (!number.matches("\\+[1-9]\\d{6,14}")) {
            faults.add("number is an E.164 number, like +15550100999.");
        }
        Optional<Mode> mode = Mode.of(body.path("mode").asText("direct"));
        if (mode.isEmpty()) {
            faults.add("mode is direct, bypass, sip or bridge.");
        }
        String assistant = body.path("assistantId").asText(body.path("assistant").asText(""));
        if (assistant.isBlank()) {
            faults.add("assistantId, or assistant by name, says who answers.");
        }
        for (String text : List.of("assistantId", "assistant", "name", "team")) {
            if (body.has(text) && !body.path(text).isTextual()) {
                faults.add(text + " is a text.");
            }
        }
        if (body.has("fallback") && !body.path("fallback").isObject()) {
            faults.add("fallback is an object, as call-router takes it.");
        }
        if (!faults.isEmpty()) {
            throw Problem.unprocessable(faults.getFirst()).with("errors", new JsonArray(faults));
        }
        return new Binding(number, mode.orElseThrow(), assistant, Optional.ofNullable(body.path("name").textValue()),
                Optional.ofNullable(body.path("team").textValue()),
                body.path("fallback") instanceof ObjectNode fallback ? Optional.of(fallback) : Optional.empty());
    }

    /// For `sip`: the address at Vapi, derived from the number so that binding twice finds it again.
    String sipUri() {
        return "sip:liveline-" + number.substring(1) + "@sip.vapi.ai";
    }

    @Override
    public String toString() {
        return "Binding[" + mode.word() + "]";
    }
}
