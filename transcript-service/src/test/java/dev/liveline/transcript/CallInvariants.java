package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.CallStarted;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallEvent.CommandFinished;
import dev.liveline.events.CallEvent.MediaQuality;
import dev.liveline.events.CallEvent.Speech;
import dev.liveline.events.CallEvent.StatusChanged;
import dev.liveline.events.CallEvent.ToolAnswered;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Command;
import dev.liveline.events.Envelope;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Track.OpenUtterance;

/// docs/interfaces.md's rules about a call, checked over its event stream as it grows, and what Redis holds of the call compared with that.
///
/// Once Redis forgot something, what the stream showed before is no measure for what comes: the rules that compare with it rest then.
final class CallInvariants {

    private static final long GAP_MS = 2_500;
    private static final double SURE = 0.7;
    private static final long NOW_MS = 500;

    private final Map<Integer, Caption> newest = new HashMap<>();
    private final Map<Integer, Caption> first = new HashMap<>();
    private final Map<Speaker, Long> newestFinal = new EnumMap<>(Speaker.class);
    private final Map<Speaker, Speech> speech = new EnumMap<>(Speaker.class);
    private final Set<Integer> ended = new HashSet<>();
    private final Set<String> finals = new HashSet<>();
    private final Map<Long, Long> ages = new HashMap<>();
    private int checked;
    private String epoch;
    private long seq;
    private boolean over;
    private int bargeIns;
    private @Nullable CallStatus status;
    private long bargedInAt = Long.MIN_VALUE / 2;
    private @Nullable CallEvent before;
    private boolean epochMayChange;
    private boolean restarted;

    /// Redis forgot something: the next event may be of another epoch.
    void allowNewEpoch() {
        epochMayChange = true;
    }

    /// A message with this time of its own arrived.
    void arrived(@Nullable Long vapiAt, long at) {
        if (vapiAt != null) {
            ages.merge(vapiAt, at - vapiAt, Math::min);
        }
    }

    /// Checks what the stream has got since the last time, and the state that goes with it.
    ///
    /// @param state what Redis holds now; null for nothing
    void check(List<CallEvent> stream, @Nullable CallState state) {
        boolean grew = checked < stream.size();
        for (; checked < stream.size(); checked++) {
            CallEvent event = stream.get(checked);
            numbering(event);
            switch (event) {
                case CallStarted _ -> assertThat(seq).as("call.started comes first").isEqualTo(1);
                case StatusChanged changed -> status(changed);
                case Caption caption -> caption(caption);
                case Speech speaking -> speech(speaking);
                case BargeIn bargeIn -> bargeIn(bargeIn);
                case CallEnded _ -> {
                    assertThat(over).as("one call.ended").isFalse();
                    over = true;
                }
                case ToolAnswered _,CommandFinished _,MediaQuality _ -> {
                }
            }
            before = event;
        }
        if (grew && state != null) {
            state(state);
        }
    }

    /// Whatever was ordered was ordered under an id that makes its repetition harmless; and an ended call holds nothing.
    void check(List<Command> commands) {
        long releases = commands.stream()
            .filter(Command.Release.class::isInstance)
            .map(each -> each.order().commandId())
            .distinct()
            .count();
        assertThat(releases).as("releases of what an ended call holds").isEqualTo(over ? 1 : 0);
    }

    private void numbering(CallEvent event) {
        Envelope envelope = event.envelope();
        if (!envelope.epoch().equals(epoch)) {
            assertThat(checked == 0 || epochMayChange).as("the epoch changes").isTrue();
            epoch = envelope.epoch();
            seq = envelope.seq() - 1;
            newest.clear();
            first.clear();
            ended.clear();
            finals.clear();
            speech.clear();
            newestFinal.clear();
            bargedInAt = Long.MIN_VALUE / 2;
            over = false;
            status = null;
            restarted = checked > 0;
        }
        assertThat(envelope.seq()).as("seq rises by one").isEqualTo(seq + 1);
        seq = envelope.seq();
    }

    private void status(StatusChanged changed) {
        assertThat(over).as("status after the end").isFalse();
        assertThat(changed.status()).as("call.status tells of no end").isNotEqualTo(CallStatus.ENDED);
        assertThat(changed.status()).as("call.status is news").isNotEqualTo(status);
        if (!restarted) {
            assertThat(changed.status() == CallStatus.RINGING && status != null).as("back to ringing").isFalse();
        }
        status = changed.status();
    }

    private void caption(Caption caption) {
        Caption last = newest.put(caption.utterance(), caption);
        if (last != null) {
            assertThat(ended).as("caption after the final of utterance").doesNotContain(caption.utterance());
            assertThat(caption.revision()).as("revision").isEqualTo(last.revision() + 1);
            assertThat(caption.speaker()).as("speaker of an utterance").isEqualTo(last.speaker());
        } else if (!restarted) {
            assertThat(caption.revision()).as("first revision").isEqualTo(1);
            assertThat(caption.utterance()).as("utterances are counted").isEqualTo(newest.size());
        }
        first.putIfAbsent(caption.utterance(), caption);
        if (caption.last()) {
            last(caption, last);
        } else {
            partial(caption, last);
        }
    }

    private void last(Caption caption, @Nullable Caption last) {
        ended.add(caption.utterance());
        newestFinal.merge(caption.speaker(), time(caption), Math::max);
        assertThat(finals.add(caption.speaker() + " " + time(caption) + " " + caption.text())).as("a final is told once")
            .isTrue();
        // What the assistant planned to say is no measure for when it was said.
        if (last != null && caption.speaker() == Speaker.CALLER && !restarted) {
            assertThat(time(caption)).as("a final ends no utterance that began later")
                .isGreaterThanOrEqualTo(time(first.get(caption.utterance())));
        }
    }

    private void partial(Caption caption, @Nullable Caption last) {
        assertThat(over).as("partial after the end").isFalse();
        assertThat(time(caption)).as("partial older than the newest final of its speaker")
            .isGreaterThanOrEqualTo(newestFinal.getOrDefault(caption.speaker(), Long.MIN_VALUE));
        if (last == null) {
            assertThat(newest.values()).as("open utterances of a speaker")
                .filteredOn(other -> other.speaker() == caption.speaker() && !ended.contains(other.utterance()))
                .hasSize(1);
        } else if (caption.speaker() == Speaker.CALLER) {
            assertThat(time(caption)).as("partial older than the newest of its utterance").isGreaterThanOrEqualTo(time(last));
            assertThat(time(caption) == time(last) && caption.text().equals(last.text())).as("a partial is told once")
                .isFalse();
        }
    }

    private void speech(Speech speaking) {
        assertThat(over).as("speech after the end").isFalse();
        Speech last = speech.put(speaking.speaker(), speaking);
        if (last != null) {
            assertThat(speaking.speaking()).as("speech is news").isNotEqualTo(last.speaking());
            assertThat(time(speaking)).as("speech older than the newest").isGreaterThanOrEqualTo(time(last));
        }
    }

    private void bargeIn(BargeIn bargeIn) {
        assertThat(over).as("barge-in after the end").isFalse();
        assertThat(time(bargeIn) - bargedInAt).as("gap between barge-ins").isGreaterThanOrEqualTo(GAP_MS);
        assertThat(ended).as("a cut utterance was open").doesNotContain(bargeIn.utterance());
        assertThat(bargeIn.source()).isIn(BargeInSource.VAPI, BargeInSource.DETECTED);
        if (!restarted) {
            assertThat(newest.get(bargeIn.utterance()).speaker()).isEqualTo(Speaker.ASSISTANT);
        }
        if (bargeIn.source() == BargeInSource.DETECTED) {
            assertThat(before).as("what was detected follows on the caller's words")
                .isInstanceOfSatisfying(Caption.class, caption -> {
                    assertThat(caption.speaker()).isEqualTo(Speaker.CALLER);
                    assertThat(caption.envelope().vapiAt()).isEqualTo(bargeIn.envelope().vapiAt());
                    assertThat(caption.confidence() == null || caption.confidence() >= SURE).as("sure words").isTrue();
                });
            assertThat(ages.get(bargeIn.envelope().vapiAt())).as("age of the words").isLessThanOrEqualTo(NOW_MS);
        }
        bargeIns++;
        bargedInAt = time(bargeIn);
    }

    private void state(CallState state) {
        if (!state.epoch().equals(epoch)) {
            return;
        }
        assertThat(state.seq()).as("seq in Redis").isEqualTo(seq);
        assertThat(state.isEnded()).as("ended in Redis").isEqualTo(over || restarted && state.isEnded());
        for (Speaker speaker : Speaker.values()) {
            OpenUtterance open = state.track(speaker).open();
            if (open != null) {
                assertThat(ended).as("open utterance in Redis").doesNotContain(open.number());
            }
            if (!restarted) {
                Caption shown = newest.values()
                    .stream()
                    .filter(caption -> caption.speaker() == speaker && !caption.last())
                    .findFirst()
                    .orElse(null);
                assertThat(open == null ? null : open.caption()).as("open utterance in Redis").isEqualTo(shown);
                if (!over) {
                    Speech last = speech.get(speaker);
                    assertThat(state.track(speaker).speaking()).as("speaking in Redis")
                        .isEqualTo(last != null && last.speaking());
                }
            }
        }
        if (!restarted) {
            assertThat(state.utterances()).as("utterances in Redis").isEqualTo(newest.size());
            assertThat(state.bargeIns()).as("barge-ins in Redis").isEqualTo(bargeIns);
        }
    }

    private static long time(CallEvent event) {
        Envelope envelope = event.envelope();
        return envelope.vapiAt() == null ? envelope.at() : envelope.vapiAt();
    }
}
