package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.schema.Shapes;

/// Providers by other names than Vapi's, and settings that a provider does not take that way.
public enum ProviderRule implements Rule {

    // @formatter:off
    PROVIDER_MISSPELLED(Spec.error(
            "Providers are spelled as Vapi spells them: `11labs`, `assembly-ai`, `deep-seek` and so on.",
            "Vapi's OpenAPI document: provider enumerations", ProviderRule::misspelled)),
    TRANSCRIBER_AUDIO_FORMAT(Spec.error(
            "A transcriber has no `encoding`, `sampleRate`, `channels` or `container`: Vapi hands it the audio in the right form, also on the phone.",
            "in no revision of Vapi's OpenAPI document; raw audio belongs to the vapi.websocket transport",
            ProviderRule::audioFormat)),
    STREAMING_LATENCY_TYPE(Spec.error(
            "`voice.optimizeStreamingLatency` is a number from 0 to 4, neither a truth value nor a text.",
            "Vapi's OpenAPI document: ElevenLabsVoice", ProviderRule::streamingLatency)),
    HOOK_UNKNOWN(Spec.warning(
            "A hook listens to an event that Vapi has: Vapi drops other hooks without a word.",
            "Vapi's staff notes (gitops): invalid hooks are dropped silently", ProviderRule::hooks));
    // @formatter:on

    private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("elevenlabs", "11labs"),
            Map.entry("11lab", "11labs"),
            Map.entry("deepseek", "deep-seek"), Map.entry("assemblyai", "assembly-ai"), Map.entry("together", "together-ai"),
            Map.entry("togetherai", "together-ai"), Map.entry("perplexity", "perplexity-ai"),
            Map.entry("perplexityai", "perplexity-ai"),
            Map.entry("rime", "rime-ai"), Map.entry("rimeai", "rime-ai"), Map.entry("smallest", "smallest-ai"),
            Map.entry("smallestai", "smallest-ai"), Map.entry("playdotht", "playht"), Map.entry("bedrock", "anthropic-bedrock"),
            Map.entry("inflection", "inflection-ai"), Map.entry("grok", "xai"), Map.entry("claude", "anthropic"),
            Map.entry("gpt", "openai"),
            Map.entry("gemini", "google"), Map.entry("azurespeech", "azure"), Map.entry("customllm", "custom-llm"),
            Map.entry("customvoice", "custom-voice"), Map.entry("customtranscriber", "custom-transcriber"));

    private static final List<String> HOOKS = List.of("call.ending", "assistant.speech.interrupted",
            "customer.speech.interrupted",
            "customer.speech.timeout", "session.created", "call.timeElapsed",
            "assistant.transcriber.endpointedSpeechLowConfidence",
            "model.response.timeout");

    private static final Set<String> AUDIO_FORMAT = Set.of("encoding", "sampleRate", "sample_rate", "channels", "container",
            "audioFormat");

    private final Spec spec;

    ProviderRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> misspelled(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        for (String part : List.of("voice", "transcriber", "model")) {
            String pointer = "/" + part + "/provider";
            List<String> known = Shapes.choices(part);
            String given = subject.text(pointer);
            if (subject.at(pointer).isTextual() && !known.contains(given)) {
                String plain = given.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
                known.stream()
                    .filter(name -> name.replaceAll("[^a-z0-9]", "").equals(plain))
                    .findFirst()
                    .or(() -> known.stream().filter(name -> name.equals(ALIASES.get(plain))).findFirst())
                    .ifPresent(right -> hits.add(Hit.at(pointer, "Vapi spells this " + part + " provider " + right + ".",
                            "Write " + right + ".", Patch.put(pointer, TextNode.valueOf(right)))));
            }
        }
        return hits;
    }

    private static List<Hit> audioFormat(Subject subject) {
        return subject.at("/transcriber")
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(AUDIO_FORMAT::contains)
            .map(field -> Pointer.of("/transcriber").child(field))
            .map(at -> Hit.at(at, "A transcriber takes no audio format: Vapi converts the phone's 8 kHz mu-law itself.",
                    "Leave it out.", new Patch.Remove(at)))
            .toList();
    }

    private static List<Hit> streamingLatency(Subject subject) {
        String pointer = "/voice/optimizeStreamingLatency";
        JsonNode given = subject.at(pointer);
        if (given.isMissingNode() || given.isNumber()) {
            return List.of();
        }
        int level = given.isTextual() && given.textValue().matches("[0-4]") ? Integer.parseInt(given.textValue())
                : given.isBoolean() && !given.booleanValue() ? 0 : 3;
        return List.of(Hit.at(pointer,
                "optimizeStreamingLatency is a number from 0 (best quality) to 4 (fastest); 3 is Vapi's default.",
                "Write " + level + ".", Patch.put(pointer, IntNode.valueOf(level))));
    }

    private static List<Hit> hooks(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < subject.at("/hooks").size(); i++) {
            String pointer = "/hooks/" + i + "/on";
            String event = subject.text(pointer).replaceFirst("\\[.*", "");
            if (subject.has(pointer) && !HOOKS.contains(event)) {
                hits.add(Hit.at(pointer, "Vapi has no such hook and drops it silently.",
                        "Use one of " + String.join(", ", HOOKS) + "."));
            }
        }
        return hits;
    }
}
