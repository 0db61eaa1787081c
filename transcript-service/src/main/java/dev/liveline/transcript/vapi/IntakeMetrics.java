package dev.liveline.transcript.vapi;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import dev.liveline.transcript.Applied;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what came in, by type and what became of it.
@Singleton
final class IntakeMetrics {

    /// Types in Vapi's contract; others share one label, so that no sender can make labels.
    private static final Set<String> TYPES = Set.of("assistant-request", "tool-calls", "transfer-destination-request",
            "handoff-destination-request", "knowledge-base-request", "voice-request", "call.endpointing.request",
            "campaign.predial", "status-update", "transcript", "speech-update", "conversation-update", "user-interrupted",
            "model-output", "assistant.speechStarted", "assistant.started", "voice-input", "hang", "transfer-update",
            "language-change-detected", "language-changed", "phone-call-control", "end-of-call-report", "call.artifact.upload",
            "chat.created", "chat.deleted", "session.created", "session.updated", "session.deleted", "call.deleted",
            "call.delete.failed", "function-call");

    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A message that was authentic and well formed.
    void taken(String type, Applied applied) {
        String outcome = switch (applied) {
            case Applied.Durable _ -> "committed";
            case Applied.Noted _ -> "noted";
            case Applied.Spooled _ -> "spooled";
            case Applied.Erased _ -> "erased";
            case Applied.Replayed _ -> "replayed";
            case Applied.Refused _ -> "refused";
        };
        count(TYPES.contains(type) ? type : "unknown", outcome);
    }

    /// What was refused before its type was known, or mattered.
    void refused(String reason) {
        count("none", reason);
    }

    private void count(String type, String outcome) {
        counters.computeIfAbsent(type + ' ' + outcome, _ -> Counter.builder("liveline_transcript_intake")
            .description("Webhook messages by type and outcome")
            .tag("type", type)
            .tag("outcome", outcome)
            .register(registry)).increment();
    }
}
