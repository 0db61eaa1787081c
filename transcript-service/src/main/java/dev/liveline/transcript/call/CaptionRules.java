package dev.liveline.transcript.call;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.Track.OpenUtterance;

/// Which utterance words belong to, and whether they still count.
///
/// An utterance is one stretch of one speaker: its partials have rising revisions, its final ends it; the next text of that speaker opens the
/// next one. What is older than what is shown is stale; a final is never stale, only perhaps known already.
final class CaptionRules {

    /// @return the caption that came of it; null if it was stale, known or empty
    @Nullable
    Caption hear(Draft draft, TextHeard heard) {
        if (heard.text().isBlank()) {
            draft.count(new Measure.Dropped("blank"));
            return null;
        }
        if (heard.speaker() == Speaker.ASSISTANT && !draft.transcribed) {
            draft.transcribed = true;
        }
        return heard.last() ? last(draft, heard) : partial(draft, heard);
    }

    private @Nullable Caption partial(Draft draft, TextHeard heard) {
        Track track = draft.track(heard.speaker());
        String stale = staleness(draft, track, heard);
        if (stale != null) {
            draft.count(new Measure.Dropped(stale));
            return null;
        }
        OpenUtterance open = track.open();
        Caption caption = caption(draft, heard, open, false);
        long openedAt = open == null ? draft.time() : Math.min(open.openedAt(), draft.time());
        draft.track(heard.speaker(), track.withOpen(new OpenUtterance(caption, openedAt, draft.time(), false)));
        if (open != null && !open.planned()) {
            draft.quality = draft.quality.erased(Words.erased(open.caption().text(), heard.text()));
        }
        return caption;
    }

    /// @return why a partial is not shown; null if it is
    private static @Nullable String staleness(Draft draft, Track track, TextHeard heard) {
        if (draft.life().isEnded()) {
            return "after-end";
        }
        long time = draft.time();
        if (time < track.newestFinalAt()) {
            return "older-than-final";
        }
        if (time == track.newestFinalAt() && words(heard.speaker(), heard.text()) == track.newestFinal()) {
            return "same-as-final";
        }
        OpenUtterance open = track.open();
        if (open == null || open.planned()) {
            return null;
        }
        if (time < open.newestAt()) {
            return "older-than-partial";
        }
        return time == open.newestAt() && heard.text().equals(open.caption().text()) ? "repeated" : null;
    }

    private @Nullable Caption last(Draft draft, TextHeard heard) {
        Track track = draft.track(heard.speaker());
        OpenUtterance open = track.open();
        long mark = FinalMarks.of(heard.speaker(), draft.time(), heard.text());
        if (draft.finals.contains(mark) || draft.fact.vapiAt() == null && follows(draft, track, heard)) {
            draft.count(new Measure.Dropped("repeated-final"));
            return null;
        }
        // An utterance that began after this final was said is another one; it stays open.
        boolean ends = open != null && (open.planned() || draft.time() >= open.openedAt());
        Caption caption = caption(draft, heard, ends ? open : null, true);
        if (ends) {
            draft.begun(open.openedAt());
        }
        if (ends && !open.planned()) {
            finished(draft, open, heard);
        }
        draft.finals = draft.finals.with(mark);
        long words = words(heard.speaker(), heard.text());
        draft.track(heard.speaker(), track.afterFinal(draft.time(), words, ends ? null : open));
        if (heard.speaker() == Speaker.CALLER) {
            callerDone(draft);
        }
        return caption;
    }

    /// Whether the same words were the last that anybody said on the call: without a time of its own a final is then a delivery repeated, not words
    /// said again.
    private static boolean follows(Draft draft, Track track, TextHeard heard) {
        return track.open() == null
                && draft.finals.isNewest(FinalMarks.of(heard.speaker(), track.newestFinalAt(), heard.text()));
    }

    private static void finished(Draft draft, OpenUtterance open, TextHeard heard) {
        long lag = Math.max(0, draft.time() - open.newestAt());
        draft.quality = draft.quality.erased(Words.erased(open.caption().text(), heard.text()))
            .finished(Words.count(heard.text()), lag);
        draft.count(new Measure.FinalLag(lag));
    }

    /// The turn passes to the assistant; unless this final is late and the assistant has begun to answer meanwhile.
    private static void callerDone(Draft draft) {
        boolean answered = draft.assistant.speaking() && draft.assistant.speechAt() >= draft.time();
        if (!answered && draft.time() > draft.quality.callerDoneAt()) {
            draft.quality = draft.quality.callerDone(draft.time());
        }
    }

    private static Caption caption(Draft draft, TextHeard heard, @Nullable OpenUtterance open, boolean last) {
        int number = open == null ? ++draft.utterances : open.number();
        int revision = open == null ? 1 : open.caption().revision() + 1;
        Caption caption = new Caption(draft.nextEnvelope(), heard.speaker(), number, revision, last, heard.text(),
                heard.confidence());
        draft.tell(caption);
        return caption;
    }

    /// The assistant begins to say something. Where its words are transcribed, only their timing is news; where they are not (yet), the plan is
    /// shown as a partial, so that the agent reads along.
    void plan(Draft draft, SpokenPlan plan) {
        SpokenPlan known = draft.plan;
        boolean sameTurn = known != null && known.turn() == plan.turn() && plan.turn() >= 0;
        SpokenPlan whole = sameTurn ? plan.following(known) : plan;
        if (draft.life().isEnded() || known != null && plan.startedAt() < known.startedAt() || whole.equals(known)) {
            draft.count(new Measure.Dropped("late-plan"));
            return;
        }
        draft.plan = whole;
        OpenUtterance open = draft.assistant.open();
        if (draft.transcribed || plan.text().isBlank() || draft.time() < draft.assistant.newestFinalAt()) {
            return;
        }
        if (open != null && !sameTurn) {
            settle(draft);
            open = null;
        }
        TextHeard text = new TextHeard(Speaker.ASSISTANT, plan.text(), false, null);
        Caption caption = caption(draft, text, open, false);
        draft.assistant = draft.assistant
            .withOpen(new OpenUtterance(caption, open == null ? draft.time() : open.openedAt(), draft.time(), true));
    }

    /// Ends what is shown of a plan that no transcript ever confirmed: it is all that will be known of these words.
    void settle(Draft draft) {
        OpenUtterance open = draft.assistant.open();
        if (open == null || !open.planned() || draft.transcribed) {
            return;
        }
        String text = open.caption().text();
        caption(draft, new TextHeard(Speaker.ASSISTANT, text, true, null), open, true);
        draft.begun(open.openedAt());
        draft.finals = draft.finals.with(FinalMarks.of(Speaker.ASSISTANT, open.newestAt(), text));
        draft.assistant = draft.assistant.afterFinal(open.newestAt(), words(Speaker.ASSISTANT, text), null);
    }

    /// The words of a final, whenever they were said.
    private static long words(Speaker speaker, String text) {
        return FinalMarks.of(speaker, 0, text.strip().toLowerCase(Locale.ROOT));
    }
}
