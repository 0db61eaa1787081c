package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.CallStarted;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallEvent.StatusChanged;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Envelope;
import dev.liveline.events.Speaker;

/// INTERFACES.md's rules about a call's events, checked over the stream as it grows.
final class CallInvariants {

    private final Map<Integer, Caption> newest = new HashMap<>();
    private final Map<Speaker, Long> newestFinal = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private int checked;
    private String epoch;
    private long seq;
    private boolean over;
    private CallStatus status = CallStatus.RINGING;
    private long bargedInAt = Long.MIN_VALUE / 2;

    /// Checks what the stream has got since the last time.
    void check(List<CallEvent> stream) {
        for (; checked < stream.size(); checked++) {
            CallEvent event = stream.get(checked);
            numbering(event);
            switch (event) {
                case CallStarted _ -> assertThat(seq).as("call.started comes first").isEqualTo(1);
                case StatusChanged changed -> status(changed);
                case Caption caption -> caption(caption);
                case BargeIn bargeIn -> bargeIn(bargeIn);
                case CallEnded _ -> {
                    assertThat(over).as("one call.ended").isFalse();
                    over = true;
                }
                default -> {
                }
            }
        }
    }

    private void numbering(CallEvent event) {
        Envelope envelope = event.envelope();
        if (!envelope.epoch().equals(epoch)) {
            assertThat(checked == 0 || epochMayChange).as("the epoch changes").isTrue();
            epoch = envelope.epoch();
            seq = envelope.seq() - 1;
            newest.clear();
            ended.clear();
            newestFinal.clear();
            bargedInAt = Long.MIN_VALUE / 2;
            over = false;
            status = CallStatus.RINGING;
            if (checked > 0) {
                restarted = true;
            }
        }
        assertThat(envelope.seq()).as("seq rises by one").isEqualTo(seq + 1);
        seq = envelope.seq();
    }

    private boolean epochMayChange;
    private boolean restarted;

    /// Redis forgot something: the next event may be of another epoch.
    void allowNewEpoch() {
        epochMayChange = true;
    }

    private void status(StatusChanged changed) {
        assertThat(over).as("status after the end").isFalse();
        assertThat(changed.status()).as("call.status tells of no end").isNotEqualTo(CallStatus.ENDED);
        if (!restarted) {
            assertThat(changed.status() == CallStatus.RINGING && status != CallStatus.RINGING).as("back to ringing").isFalse();
        }
        status = changed.status();
    }

    private void caption(Caption caption) {
        long time = caption.envelope().vapiAt() == null ? caption.envelope().at() : caption.envelope().vapiAt();
        Caption before = newest.put(caption.utterance(), caption);
        if (before != null) {
            assertThat(ended).as("caption after the final of utterance").doesNotContain(caption.utterance());
            assertThat(caption.revision()).as("revision").isEqualTo(before.revision() + 1);
            assertThat(caption.speaker()).as("speaker of an utterance").isEqualTo(before.speaker());
        } else if (!restarted) {
            assertThat(caption.revision()).as("first revision").isEqualTo(1);
        }
        if (caption.last()) {
            ended.add(caption.utterance());
            newestFinal.merge(caption.speaker(), time, Math::max);
        } else {
            assertThat(over).as("partial after the end").isFalse();
            assertThat(time).as("partial older than the newest final of its speaker")
                .isGreaterThanOrEqualTo(newestFinal.getOrDefault(caption.speaker(), Long.MIN_VALUE));
        }
    }

    private void bargeIn(BargeIn bargeIn) {
        long time = bargeIn.envelope().vapiAt() == null ? bargeIn.envelope().at() : bargeIn.envelope().vapiAt();
        assertThat(over).as("barge-in after the end").isFalse();
        assertThat(time - bargedInAt).as("gap between barge-ins").isGreaterThanOrEqualTo(2_500);
        assertThat(ended).as("a cut utterance was open").doesNotContain(bargeIn.utterance());
        assertThat(bargeIn.source()).isIn(BargeInSource.VAPI, BargeInSource.DETECTED);
        if (!restarted) {
            assertThat(newest.get(bargeIn.utterance()).speaker()).isEqualTo(Speaker.ASSISTANT);
        }
        bargedInAt = time;
    }
}
