package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.Track.OpenUtterance;

/// When the caller spoke over the assistant: by the platform's word, by the media bridge's, or by our own ears. One interruption makes one
/// event, whoever tells of it first: the gap between two counts over all sources, by the times the messages carry.
final class BargeInRules {

    private final CallRules rules;

    BargeInRules(CallRules rules) {
        this.rules = rules;
    }

    /// The platform says so (`user-interrupted`).
    void told(Draft draft) {
        bargeIn(draft, BargeInSource.VAPI, null, heard(draft));
    }

    /// The media bridge cut the audio.
    void flushed(Draft draft, long playedMs) {
        SpokenPlan plan = draft.plan;
        boolean known = playedMs >= 0 && plan != null && plan.isTimed();
        bargeIn(draft, BargeInSource.MEDIA, null, known ? heard(draft, plan, plan.startedAt() + playedMs) : heard(draft));
    }

    /// Our own ears: words of the caller while the assistant speaks.
    ///
    /// @param caption what became of the words; null if they were stale or known
    void hear(Draft draft, TextHeard heard, @Nullable Caption caption) {
        if (heard.speaker() != Speaker.CALLER || caption == null || !speaks(draft.assistant)) {
            return;
        }
        boolean sure = heard.confidence() == null || heard.confidence() >= rules.bargeInConfidence();
        boolean now = draft.fact.age() <= rules.bargeInMaxAgeMs();
        if (sure && now) {
            bargeIn(draft, BargeInSource.DETECTED, heard.confidence(), heard(draft));
        }
    }

    /// Whether the assistant speaks, as far as captions and the platform's word on speech tell: its utterance is open, and it was not said to
    /// be silent since that utterance's newest text.
    private boolean speaks(Track assistant) {
        OpenUtterance open = assistant.open();
        return open != null && (assistant.speaking() || assistant.speechAt() < open.newestAt());
    }

    private @Nullable String heard(Draft draft) {
        SpokenPlan plan = draft.plan;
        return plan != null && plan.isTimed() && plan.startedAt() <= draft.time() ? heard(draft, plan, draft.time()) : null;
    }

    /// A plan is of a whole turn: what was over when the assistant's newest final came belongs to utterances before the one that is cut.
    private static String heard(Draft draft, SpokenPlan plan, long time) {
        return plan.heard(draft.assistant.newestFinalAt(), time);
    }

    private void bargeIn(Draft draft, BargeInSource source, @Nullable Double confidence, @Nullable String heard) {
        OpenUtterance cut = draft.assistant.open();
        long time = draft.time();
        if (draft.life().isEnded() || cut == null || time < cut.openedAt()) {
            draft.count(new Measure.Dropped("nothing-to-interrupt"));
            return;
        }
        boolean tooSoon = draft.bargedInAt != Long.MIN_VALUE && time - draft.bargedInAt < rules.bargeInGapMs();
        // Our ears hear one interruption for as long as the caller talks: it counts again once the assistant has said more.
        boolean same = source == BargeInSource.DETECTED && cut.newestAt() <= draft.bargedInAt;
        if (tooSoon || same) {
            draft.count(new Measure.Dropped("same-barge-in"));
            return;
        }
        draft.bargeIns++;
        draft.bargedInAt = time;
        draft.tell(new BargeIn(draft.nextEnvelope(), source, cut.number(), heard, confidence));
        draft.count(new Measure.BargedIn(source.wire()));
    }
}
