package dev.liveline.simulator.twilio;

import dev.liveline.simulator.audio.MuLaw;
import dev.liveline.simulator.audio.Speech;
import dev.liveline.simulator.audio.TaggedFrame;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.Turn;
import dev.liveline.simulator.scenario.Utterance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A caller on an audio line: listens, answers when the other side has finished, barges in where the script says so, hangs up at the
/// end. Asked for a frame every 20 ms; not thread-safe.
final class CallerMind {

    private static final int ANSWERS_AFTER_MILLIS = 600;
    private static final int GIVES_UP_AFTER_MILLIS = 20_000;
    /// With nothing left to say and no answer.
    private static final int HANGS_UP_AFTER_MILLIS = 4_000;
    private static final int LOW_VOICE = 115;

    /// Something the caller will say.
    ///
    /// @param bargesInAfterMillis into the other side's speech; 0 to wait for its end
    private record Line(List<byte[]> frames, int bargesInAfterMillis) {}

    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final ArrayDeque<byte[]> speaking = new ArrayDeque<>();
    private int utterance;
    private int frameNumber;
    private int heardMillis;
    private int silentMillis;
    private boolean heardSomething;

    CallerMind(ScriptedCall script) {
        int bargeIn = 0;
        for (var turn : script.turns()) {
            switch (turn) {
                case Turn.Spoken(var speaker, _, var said) -> {
                    if (speaker == Speaker.CALLER) {
                        lines.add(new Line(sound(said), bargeIn));
                        bargeIn = 0;
                    }
                }
                case Turn.CutShort cutShort -> bargeIn = Math.max(400, (int) cutShort.cutAfter().toMillis());
                case Turn.ToolUsed _ -> {
                }
            }
        }
    }

    private static List<byte[]> sound(List<Utterance> said) {
        var frames = new ArrayList<byte[]>();
        said.forEach(one -> frames.addAll(Speech.frames(one.text(), LOW_VOICE)));
        return frames;
    }

    /// The next 20 ms of the caller's side.
    ///
    /// @param hears whether the other side is audible at the moment
    byte[] next(boolean hears) {
        heardMillis = hears ? heardMillis + 20 : 0;
        silentMillis = hears ? 0 : silentMillis + 20;
        heardSomething |= hears;
        if (speaking.isEmpty() && !lines.isEmpty() && mayBegin(hears)) {
            lines.remove().frames().forEach(frame -> speaking.add(frame.clone()));
            utterance++;
        }
        if (!speaking.isEmpty()) {
            // Waiting for an answer begins when the caller has finished.
            heardSomething = false;
            silentMillis = 0;
        }
        var frame = speaking.poll();
        return frame == null
                ? new TaggedFrame(0, frameNumber++).into(MuLaw.silence())
                : new TaggedFrame(utterance, frameNumber++).into(frame);
    }

    private boolean mayBegin(boolean hears) {
        int bargeIn = lines.element().bargesInAfterMillis();
        if (bargeIn > 0 && hears) {
            return heardMillis >= bargeIn;
        }
        return !hears && (heardSomething && silentMillis >= ANSWERS_AFTER_MILLIS || silentMillis >= GIVES_UP_AFTER_MILLIS);
    }

    /// Whether the caller has said everything, has heard the answer, and would hang up.
    boolean isDone() {
        return lines.isEmpty() && speaking.isEmpty()
                && (heardSomething && silentMillis >= 3 * ANSWERS_AFTER_MILLIS || silentMillis >= HANGS_UP_AFTER_MILLIS);
    }

    /// The caller begins to say this at once, whatever goes on.
    void sayNow(String text) {
        speaking.addAll(Speech.frames(text, LOW_VOICE));
        utterance++;
    }

    boolean isSpeaking() {
        return !speaking.isEmpty();
    }
}
