package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which properties an assistant's `model` may have, with the messages, tools and knowledge base inside it. Their fields depend on the
/// provider, as those of voices and transcribers do.
final class ModelRules {

    private static final Set<String> ANY = Set.of("provider", "model", "messages", "tools", "toolIds", "toolRefs",
            "knowledgeBase", "temperature", "maxTokens", "emotionRecognitionEnabled", "numFastTurns");

    /// What a provider's model has, or has not, beside what any has.
    private static final Map<String, Set<String>> SPECIAL = Map.of(
            "openai",
            PropertyRules.with(ANY, "fallbackModels", "promptCacheKey", "promptCacheRetention", "reasoningEffort",
                    "toolStrictCompatibilityMode"),
            "anthropic", PropertyRules.with(ANY, "thinking"),
            "anthropic-bedrock", PropertyRules.with(ANY, "thinking"),
            "google", PropertyRules.with(ANY, "realtimeConfig"),
            "custom-llm",
            PropertyRules.with(ANY, "url", "headers", "metadataSendMode", "timeoutSeconds", "wordLevelConfidenceEnabled"),
            "vapi",
            Set.of("provider", "model", "version", "workflow", "workflowId", "messages", "tools", "toolIds", "toolRefs",
                    "knowledgeBase", "temperature", "emotionRecognitionEnabled", "numFastTurns"));

    private static final Set<String> PROVIDERS = PropertyRules.with(SPECIAL.keySet(), "anyscale", "cerebras", "deepinfra",
            "deep-seek", "groq", "inflection-ai", "minimax", "openrouter", "perplexity-ai", "together-ai", "xai");

    private static final Map<String, Set<String>> FIELDS = fields();

    private static final Map<String, Set<String>> ELEMENTS = Map.of("messages", Set.of("role", "content"), "toolRefs",
            Set.of("toolId", "version"));

    private static final Set<String> KNOWLEDGE_BASE = Set.of("provider", "server");

    private ModelRules() {}

    /// Adds what is wrong with the model of an assistant, if it has one.
    static void check(JsonObject assistant, String path, List<String> faults) {
        PropertyRules.provider(assistant, "model", PROVIDERS, FIELDS, path, faults);
        if (!(assistant.getValue("model") instanceof JsonObject model)) {
            return;
        }
        ELEMENTS.forEach((list, fields) -> elements(model, list, path,
                (element, place) -> PropertyRules.unknown(element, fields, place, faults)));
        elements(model, "tools", path, (tool, place) -> PropertyRules.tool(tool, place, faults));
        if (model.getValue("knowledgeBase") instanceof JsonObject base) {
            PropertyRules.unknown(base, KNOWLEDGE_BASE, path + "model.knowledgeBase.", faults);
            PropertyRules.server(base, path + "model.knowledgeBase.", faults);
        }
    }

    private interface Check {
        void at(JsonObject element, String place);
    }

    private static void elements(JsonObject model, String list, String path, Check check) {
        if (model.getValue(list) instanceof JsonArray elements) {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.getValue(i) instanceof JsonObject element) {
                    check.at(element, path + "model." + list + "." + i + ".");
                }
            }
        }
    }

    private static Map<String, Set<String>> fields() {
        var fields = new HashMap<>(SPECIAL);
        PROVIDERS.forEach(provider -> fields.putIfAbsent(provider, ANY));
        return Map.copyOf(fields);
    }
}
