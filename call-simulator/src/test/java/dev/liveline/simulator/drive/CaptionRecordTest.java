package dev.liveline.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.Speaker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CaptionRecordTest {

    private final CaptionRecord record = new CaptionRecord("c-1");

    private static JsonObject event(long seq, String type) {
        return new JsonObject().put("callId", "c-1").put("epoch", "e1").put("seq", seq).put("type", type).put("at", 1000 + seq);
    }

    private static JsonObject caption(long seq, int utterance, int revision, boolean isFinal, String text) {
        return event(seq, "caption").put("speaker", "caller")
            .put("utterance", utterance)
            .put("revision", revision)
            .put("final", isFinal)
            .put("text", text);
    }

    private void apply(JsonObject... messages) {
        for (var message : messages) {
            record.apply(message);
        }
    }

    @Nested
    class WithAFaithfulStream {

        @Test
        void theFinalsAreKeptAndNothingIsHeldAgainstIt() {
            apply(event(1, "call.started"), caption(2, 1, 1, false, "i'd"), caption(3, 1, 2, true, "I'd like a refund."),
                    event(4, "barge-in"), event(5, "call.ended").put("reason", "customer-ended-call"));
            assertThat(record.said(Speaker.CALLER)).containsExactly("I'd like a refund.");
            assertThat(record.breaches()).isEmpty();
            assertThat(record.position()).contains("e1:5");
            assertThat(record.shortcomings(new Outcome(
                    List.of(new Outcome.Line(Speaker.CALLER, "I'd like a refund.", Duration.ZERO)), 1,
                    Optional.of("customer-ended-call"))))
                .isEmpty();
        }

        @Test
        void aPartialThatWasReplacedUnsentLeavesAGapThatItsSuccessorExplains() {
            apply(event(1, "call.started"), caption(2, 1, 1, false, "i'd"), caption(5, 1, 4, true, "I'd like a refund."));
            assertThat(record.breaches()).isEmpty();
        }

        @Test
        void aSnapshotReplacesWhatWasHeld() {
            apply(caption(1, 1, 1, false, "old"),
                    new JsonObject().put("type", "snapshot")
                        .put("callId", "c-1")
                        .put("epoch", "e2")
                        .put("seq", 40)
                        .put("call", new JsonObject().put("status", "in-progress"))
                        .put("captions", new JsonArray().add(caption(39, 7, 3, true, "New."))));
            assertThat(record.said(Speaker.CALLER)).containsExactly("New.");
            assertThat(record.position()).contains("e2:40");
            assertThat(record.breaches()).isEmpty();
        }
    }

    @Nested
    class WithAStreamThatBreaksItsPromises {

        @Test
        void aRepeatIsNoticed() {
            apply(event(1, "call.started"), event(1, "call.started"));
            assertThat(record.breaches()).containsExactly("seq 1 after 1");
        }

        @Test
        void aLostFinalIsNoticed() {
            apply(caption(1, 1, 1, true, "One."), caption(3, 3, 1, true, "Three."));
            assertThat(record.breaches()).containsExactly("1 numbers skipped but 0 revisions replaced");
        }

        @Test
        void aChangedFinalIsNoticed() {
            apply(caption(1, 1, 1, true, "One."), caption(2, 1, 2, false, "one more"));
            assertThat(record.breaches()).containsExactly("utterance 1 changed after its final");
            assertThat(record.said(Speaker.CALLER)).containsExactly("One.");
        }

        @Test
        void aRevisionThatFallsIsNoticed() {
            apply(caption(1, 1, 2, false, "two"), caption(2, 1, 1, false, "one"));
            assertThat(record.breaches()).contains("utterance 1 revision 1 after 2");
        }

        @Test
        void anEpochThatChangesWithoutASnapshotIsNoticed() {
            apply(event(1, "call.started"), event(2, "speech").put("epoch", "e2"));
            assertThat(record.breaches()).containsExactly("epoch e2 after e1 without a snapshot");
        }

        @Test
        void whatIsMissingAgainstTheScriptIsNamed() {
            apply(caption(1, 1, 1, true, "One."));
            var outcome = new Outcome(List.of(new Outcome.Line(Speaker.CALLER, "Two.", Duration.ZERO)), 0, Optional.of("x"));
            assertThat(record.shortcomings(outcome)).hasSize(2);
        }
    }
}
