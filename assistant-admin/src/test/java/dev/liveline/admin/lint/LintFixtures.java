package dev.liveline.admin.lint;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.preset.Presets;
import dev.liveline.admin.wiring.Wires;
import dev.liveline.admin.wiring.Wiring;

/// An installation, and an assistant that lint has nothing to say of.
public final class LintFixtures {

    public static final Wiring WIRING = new Wiring(
            new Wires("https://line.example.test/webhook/vapi", Optional.empty(), Optional.of("hook-secret"), 20,
                    List.of("status-update", "transcript", "speech-update", "user-interrupted", "tool-calls",
                            "transfer-destination-request", "hang",
                            "end-of-call-report"),
                    true, Optional.of("AC00000000000000000000000000000001"), Optional.of("twilio-token")));

    private LintFixtures() {}

    public static ObjectNode clean() {
        return preset("live-support");
    }

    /// Something of the kind that lint has nothing to say of.
    public static ObjectNode clean(Kind kind) {
        return switch (kind) {
            case ASSISTANT -> clean();
            case PHONE_NUMBER -> WIRING.complete(kind, (ObjectNode) Trees
                .read("""
                        {"provider":"twilio","number":"+15550100999","name":"main line","smsEnabled":false,
                         "assistantId":"9d3a6a3e-0000-4000-8000-000000000001","server":{"url":"https://line.example.test/webhook/vapi"}}"""));
            case TOOL -> (ObjectNode) Trees.read("{\"type\":\"endCall\"}");
        };
    }

    public static ObjectNode preset(String name) {
        return (ObjectNode) Secrets.strip(WIRING.complete(Kind.ASSISTANT, Presets.named(name).orElseThrow().assistant()));
    }
}
