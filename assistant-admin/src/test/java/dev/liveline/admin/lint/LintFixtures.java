package dev.liveline.admin.lint;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
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

    public static ObjectNode preset(String name) {
        return (ObjectNode) Secrets.strip(WIRING.complete(Kind.ASSISTANT, Presets.named(name).orElseThrow().assistant()));
    }
}
