package dev.liveline.router.bridge.media;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.bridge.media.AssistantSignal.AssistantSpeaks;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStarted;
import dev.liveline.router.bridge.media.AssistantSignal.AssistantStopped;
import dev.liveline.router.bridge.media.AssistantSignal.CallerInterrupted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStarted;
import dev.liveline.router.bridge.media.AssistantSignal.CallerStopped;
import dev.liveline.router.bridge.media.Reception.Arrival;

/// The audio of one bridged call, both ways. Every method is told the time, in microseconds of a clock that never goes back.
///
/// Invariants: no frame is sent twice; frames of a direction leave in the order they came; after [ToCaller#clear()] no audio of the
/// utterance that was cut reaches [ToCaller#audio]; what waits is bounded.
public final class BridgedAudio {

    private static final long MICROS = 1_000;

    private final Reception reception;
    private final CallerPacing pacing;
    private final AssistantSpeech speech;
    private final AssistantPlayout playout;
    private final @Nullable CallerVoice voice;
    private final int voiceMillis;
    private final boolean speechCuts;
    private final Consumer<BargeIn> bargedIn;

    private long callerFrames;
    private long cut;
    private MediaQuality told = new MediaQuality(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public BridgedAudio(AudioSettings settings, ToCaller toCaller, ToAssistant toAssistant, Consumer<BargeIn> bargedIn,
            long nowMicros) {
        long silenceAfter = settings.silenceAfterMillis() * MICROS;
        this.reception = new Reception(silenceAfter);
        this.pacing = new CallerPacing(toAssistant, silenceAfter, settings.callerBoundMillis(), nowMicros);
        this.speech = new AssistantSpeech(settings.falseBargeInMillis() * MICROS);
        this.playout = new AssistantPlayout(toCaller, settings.leadMillis() * MICROS, settings.assistantBoundMillis(),
                nowMicros);
        this.voice = settings.voiceDecibels() < 0
                ? new CallerVoice(settings.voiceDecibels(), settings.voiceMillis())
                : null;
        this.voiceMillis = settings.voiceMillis();
        this.speechCuts = settings.speechCuts();
        this.bargedIn = bargedIn;
    }

    /// @param chunk           the frame's number, -1 if it has none
    /// @param timestampMillis the sender's time of it, -1 if it has none
    public void callerAudio(long chunk, long timestampMillis, byte[] audio, long nowMicros) {
        callerFrames++;
        Arrival arrival = reception.frame(chunk, timestampMillis, nowMicros);
        if (!arrival.plays()) {
            return;
        }
        pacing.offer(audio, nowMicros);
        if (voice != null && voice.begins(audio) && isSpeaking(nowMicros)) {
            cut(false, false, voiceMillis * MICROS, nowMicros);
        }
    }

    public void assistantAudio(byte[] audio, long nowMicros) {
        boolean sounds = !MuLaw.isSilent(audio);
        int utterance = speech.of(sounds, nowMicros);
        if (utterance == AssistantSpeech.CUT) {
            cut++;
        } else {
            playout.offer(audio, utterance, sounds, nowMicros);
        }
    }

    public void signal(AssistantSignal signal, long nowMicros) {
        switch (signal) {
            case AssistantStarted _ -> speech.started(nowMicros);
            case AssistantSpeaks(int turn) -> speech.speaks(turn, nowMicros);
            case AssistantStopped _ -> {
                speech.stopped();
                playout.endOfUtterance();
            }
            case CallerStarted _ -> {
                speech.callerStarted();
                if (speechCuts && isSpeaking(nowMicros)) {
                    cut(false, true, 0, nowMicros);
                }
            }
            case CallerStopped _ -> speech.callerStopped(nowMicros);
            case CallerInterrupted _ -> {
                if (isSpeaking(nowMicros)) {
                    cut(true, false, 0, nowMicros);
                } else {
                    speech.cut(true, false, nowMicros);
                }
            }
        }
    }

    /// A mark of ours came back from the caller's side.
    public void markEchoed(String name, long nowMicros) {
        playout.echoed(name, nowMicros);
    }

    /// To be called each 20 ms.
    public void tick(long nowMicros) {
        pacing.tick(nowMicros);
        playout.drain(nowMicros);
    }

    /// The assistant has hung up: its last utterance ends with what has come.
    public void lastWords() {
        playout.endOfUtterance();
    }

    /// Like [#tick], for the assistant's audio alone, once it has hung up.
    public void drainAssistant(long nowMicros) {
        playout.drain(nowMicros);
    }

    /// Whether the caller has heard everything the assistant said.
    public boolean isPlayedOut(long nowMicros) {
        return playout.isPlayedOut(nowMicros);
    }

    /// The longest the caller's audio has waited to be sent, in milliseconds of audio.
    public int callerHighWaterMillis() {
        return pacing.highWaterMillis();
    }

    /// The longest the assistant's audio has waited to be sent, in milliseconds of audio.
    public int assistantHighWaterMillis() {
        return playout.highWaterMillis();
    }

    /// What happened since this was last asked.
    public MediaQuality quality() {
        MediaQuality now = new MediaQuality(callerFrames, reception.lost(), reception.late(), reception.duplicated(),
                pacing.filled(), pacing.pushedOut(), playout.sent(), playout.skipped(), playout.pushedOut(), cut,
                speech.falseCuts(),
                playout.staleEchoes(), reception.jitterMillis(), pacing.takeLatencyMillis());
        MediaQuality since = now.since(told);
        told = now;
        return since;
    }

    private boolean isSpeaking(long nowMicros) {
        return !speech.isCut() && (playout.isSounding(nowMicros) || speech.isAboutToSound(nowMicros));
    }

    private void cut(boolean confirmed, boolean callerSpeaks, long afterMicros, long nowMicros) {
        speech.cut(confirmed, callerSpeaks, nowMicros);
        bargedIn.accept(new BargeIn(playout.flush(nowMicros), afterMicros));
    }
}
