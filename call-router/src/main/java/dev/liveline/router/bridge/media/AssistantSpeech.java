package dev.liveline.router.bridge.media;

import org.jspecify.annotations.Nullable;

/// Which of the assistant's utterances a piece of audio belongs to, and whether the caller has cut that utterance.
///
/// After a cut the platform goes on sending what it had under way. All of it is kept from the caller until the platform says that the
/// assistant starts anew. Two ways out for platforms that do not say so, or did not take the caller's speech for an interruption: the
/// assistant was quiet for [#QUIET_ENDS_CUT_MICROS] and sounds again; or nothing confirmed the interruption, the caller has stopped, and the
/// assistant has gone on talking for the time a barge-in counts as false ("uh-huh" must not cost the caller the rest of the answer).
final class AssistantSpeech {

    static final int CUT = -1;
    static final int NONE = 0;

    /// Without a word of the platform, sound after such a pause is another utterance.
    static final long PAUSE_MICROS = 1_000_000;
    static final long QUIET_ENDS_CUT_MICROS = 1_500_000;

    private static final class Cut {
        private boolean confirmed;
        private boolean callerSpeaks;
        private long since;
    }

    private final long falseAfterMicros;

    private int utterance;
    private boolean announced;
    private boolean speaking;
    private int turn = -1;
    private long startedMicros;
    private long soundedMicros;
    private boolean sounded;
    private @Nullable Cut cut;
    private long falseCuts;

    /// @param falseAfterMicros 0 if no barge-in ever counts as false
    AssistantSpeech(long falseAfterMicros) {
        this.falseAfterMicros = falseAfterMicros;
    }

    /// @return the utterance's ordinal from 1, [#NONE], or [#CUT] if the caller must not hear it
    int of(boolean sounds, long nowMicros) {
        if (cut != null && (!sounds || !isOver(cut, nowMicros))) {
            if (sounds) {
                soundedMicros = nowMicros;
            }
            return CUT;
        }
        if (!sounds) {
            boolean within = speaking || !announced && utterance > 0 && nowMicros - soundedMicros <= PAUSE_MICROS;
            return within ? utterance : NONE;
        }
        if (cut != null || utterance == 0 || !speaking && nowMicros - soundedMicros > PAUSE_MICROS) {
            cut = null;
            begin(false, nowMicros);
        }
        sounded = true;
        soundedMicros = nowMicros;
        return utterance;
    }

    void started(long nowMicros) {
        cut = null;
        boolean soundCameFirst = !announced && sounded && nowMicros - startedMicros <= PAUSE_MICROS;
        if (soundCameFirst) {
            announced = true;
        } else {
            begin(true, nowMicros);
        }
        speaking = true;
    }

    /// Starts an utterance only if it is certainly another one than was cut.
    void speaks(int newTurn, long nowMicros) {
        if (newTurn > turn) {
            boolean maybeTheCutOne = cut != null && turn < 0;
            turn = newTurn;
            if (!speaking && !maybeTheCutOne) {
                started(nowMicros);
            }
        }
    }

    void stopped() {
        speaking = false;
        if (cut != null) {
            cut.confirmed = true;
        }
    }

    void callerStarted() {
        if (cut != null) {
            cut.callerSpeaks = true;
        }
    }

    void callerStopped(long nowMicros) {
        if (cut != null) {
            cut.callerSpeaks = false;
            cut.since = nowMicros;
        }
    }

    /// The caller cut the utterance.
    ///
    /// @param confirmed    the platform has stopped the assistant too
    /// @param callerSpeaks the platform has told that the caller speaks, and will tell when that ends
    void cut(boolean confirmed, boolean callerSpeaks, long nowMicros) {
        if (cut == null) {
            cut = new Cut();
            cut.since = nowMicros;
            soundedMicros = nowMicros;
            speaking = false;
        }
        cut.confirmed |= confirmed;
        cut.callerSpeaks |= callerSpeaks;
    }

    boolean isCut() {
        return cut != null;
    }

    /// Announced, and nothing of it has come yet; for a while, since a platform may announce and then say nothing.
    boolean isAboutToSound(long nowMicros) {
        return speaking && !sounded && nowMicros - startedMicros <= PAUSE_MICROS;
    }

    /// Barge-ins that turned out to be none.
    long falseCuts() {
        return falseCuts;
    }

    private boolean isOver(Cut current, long nowMicros) {
        if (nowMicros - soundedMicros >= QUIET_ENDS_CUT_MICROS) {
            return true;
        }
        boolean wasFalse = falseAfterMicros > 0 && !current.confirmed && !current.callerSpeaks
                && nowMicros - current.since >= falseAfterMicros;
        if (wasFalse) {
            falseCuts++;
        }
        return wasFalse;
    }

    private void begin(boolean byAnnouncement, long nowMicros) {
        utterance++;
        announced = byAnnouncement;
        startedMicros = nowMicros;
        sounded = false;
    }
}
