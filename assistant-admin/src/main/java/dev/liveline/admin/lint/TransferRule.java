package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;

/// How calls are handed on by `transferCall` tools. What Vapi does not understand there it does not refuse: the caller is transferred blindly.
public enum TransferRule implements Rule {

    // @formatter:off
    TRANSFER_MODE_UNKNOWN(Spec.warning(
            "`transferPlan.mode` is one of Vapi's eight: with any other the caller is silently transferred blindly.",
            "Vapi's OpenAPI document: TransferPlan; support threads", TransferRule::unknownMode).of(Set.of(Kind.ASSISTANT, Kind.TOOL))),
    TRANSFER_FIELD_MISSPELLED(Spec.warning(
            "Fields of a transfer's destination and plan are in camelCase: others are silently ignored.",
            "support threads; Vapi's OpenAPI document has no other", TransferRule::snakeCase).of(Set.of(Kind.ASSISTANT, Kind.TOOL)));
    // @formatter:on

    private static final List<String> MODES = List.of("blind-transfer", "blind-transfer-add-summary-to-sip-header",
            "warm-transfer-say-message", "warm-transfer-say-summary", "warm-transfer-twiml",
            "warm-transfer-wait-for-operator-to-speak-first-and-then-say-message",
            "warm-transfer-wait-for-operator-to-speak-first-and-then-say-summary", "warm-transfer-experimental");

    /// What people write instead.
    private static final Map<String, String> MEANT = Map.of("warm-transfer-with-message", "warm-transfer-say-message",
            "warm-transfer-with-summary", "warm-transfer-say-summary");

    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private final Spec spec;

    TransferRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> unknownMode(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        for (Pointer destination : destinations(subject)) {
            Pointer at = destination.child("transferPlan").child("mode");
            String mode = at.in(subject.document()).asText("");
            if (!mode.isEmpty() && !MODES.contains(mode)) {
                Optional<String> meant = Optional.ofNullable(MEANT.get(mode))
                    .or(() -> Optional.of(mode.replace('_', '-')).filter(MODES::contains));
                hits.add(Hit.at(at, "Vapi knows no such mode and transfers blindly, without a word.",
                        meant.map(name -> "Write " + name + ".").orElse("Use one of " + String.join(", ", MODES) + "."),
                        meant.map(name -> new Patch[]{ new Patch.Put(at, TextNode.valueOf(name)) }).orElse(new Patch[0])));
            }
        }
        return hits;
    }

    private static List<Hit> snakeCase(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        for (Pointer destination : destinations(subject)) {
            for (Pointer holder : List.of(destination, destination.child("transferPlan"), destination.child("transfer_plan"))) {
                holder.in(subject.document())
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(name -> name.contains("_"))
                    .forEach(name -> {
                        String right = SNAKE.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
                        hits.add(Hit.at(holder.child(name), "Vapi ignores this field without a word.", "Write " + right + ".",
                                new Patch.Move(holder.child(name), holder.child(right))));
                    });
            }
        }
        return hits;
    }

    /// The destinations of the document, if it is a tool that transfers, or of such tools of its model.
    private static List<Pointer> destinations(Subject subject) {
        List<Pointer> tools = new ArrayList<>(List.of(Pointer.ROOT));
        for (int i = 0; i < subject.at("/model/tools").size(); i++) {
            tools.add(Pointer.of("/model/tools").child(i));
        }
        List<Pointer> found = new ArrayList<>();
        for (Pointer tool : tools) {
            JsonNode document = tool.in(subject.document());
            if (document.path("type").asText().equals("transferCall")) {
                for (int i = 0; i < document.path("destinations").size(); i++) {
                    found.add(tool.child("destinations").child(i));
                }
            }
        }
        return found;
    }
}
