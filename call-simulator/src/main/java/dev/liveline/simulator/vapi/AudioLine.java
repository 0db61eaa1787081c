package dev.liveline.simulator.vapi;

import dev.liveline.simulator.audio.FrameLog;
import dev.liveline.simulator.audio.MuLaw;
import dev.liveline.simulator.audio.Speech;
import dev.liveline.simulator.audio.TaggedFrame;
import dev.liveline.simulator.scenario.ServerMessage;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.TimedMessage;
import dev.liveline.simulator.scenario.Turn;
import dev.liveline.simulator.scenario.Utterance;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A call on Vapi's WebSocket transport: hears the caller's frames, speaks its script's turns in frames of 20 ms, falls silent when the
/// caller barges in, tells the client about it in bare JSON text frames, and obeys the control messages it sends.
///
/// It understands no words: whenever the caller has spoken, the caller's next scripted turn is what was "said". Every frame it sends
/// carries a [TaggedFrame] with the number of the assistant's turn, every frame it gets is logged. Logs may be read from any thread.
public final class AudioLine implements LiveCall.Listener {

    private static final int FRAME_MILLIS = 20;
    private static final int HIGH_VOICE = 205;
    /// As a `stopSpeakingPlan` with `voiceSeconds` 0.2 has it.
    private static final int BARGE_IN_MILLIS = 200;
    private static final int SPEECH_MILLIS = 60;
    private static final int ENDPOINTING_MILLIS = 500;
    private static final int SILENCE_TIMEOUT_MILLIS = 10_000;
    private static final int RECONNECT_MILLIS = 5_000;
    private static final int CATCH_UP_FRAMES = 250;

    private final Context loop;
    private final LiveCall call;
    private final AudioFormat format;
    private final FrameLog sent = new FrameLog();
    private final FrameLog received = new FrameLog();
    private final List<Long> bargeInNanos = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Turn> turns = new ArrayDeque<>();
    private final ArrayDeque<byte[]> speaking = new ArrayDeque<>();
    private ServerWebSocket socket;
    private Buffer partial = Buffer.buffer();
    private long timer = -1;
    private long startedNanos;
    private long ticks;
    private int frameNumber;
    private int utterance;
    private int loudMillis;
    private int quietMillis;
    private boolean callerSpeaks;
    private boolean bargedIn;
    private int sinceFrameMillis;
    private boolean greeted;
    private boolean over;

    AudioLine(Context loop, LiveCall call, AudioFormat format) {
        this.loop = loop;
        this.call = call;
        this.format = format;
        turns.addAll(call.script().turns());
        call.listen(this);
    }

    /// What was sent to the client, silence included.
    public FrameLog sent() {
        return sent;
    }

    /// What came from the client, cut into frames of 20 ms.
    public FrameLog received() {
        return received;
    }

    /// When the caller barged in, [System#nanoTime()].
    public List<Long> bargeInNanos() {
        return List.copyOf(bargeInNanos);
    }

    /// Text frames from the client that Vapi would not understand.
    public List<String> refused() {
        return List.copyOf(refused);
    }

    // From here on the event loop only.

    void connect(ServerWebSocket opened) {
        socket = opened;
        opened.binaryMessageHandler(this::hear);
        opened.textMessageHandler(this::obey);
        opened.closeHandler(_ -> lost(opened));
        if (!call.hasStarted()) {
            call.start("");
            startedNanos = System.nanoTime();
            timer = loop.owner().setPeriodic(FRAME_MILLIS, _ -> tick());
        }
    }

    void drop() {
        if (socket != null) {
            socket.close((short) 1011, "simulated loss");
        }
    }

    private void lost(ServerWebSocket closed) {
        if (closed != socket || over) {
            return;
        }
        socket = null;
        Short code = closed.closeStatusCode();
        if (code != null && code == 1000) {
            call.endNow("customer-ended-call");
            return;
        }
        loop.owner().setTimer(RECONNECT_MILLIS, _ -> {
            if (socket == null && !over) {
                call.endNow("phone-call-provider-closed-websocket");
            }
        });
    }

    private void tick() {
        long due = Math.min((System.nanoTime() - startedNanos) / (FRAME_MILLIS * 1_000_000L), ticks + CATCH_UP_FRAMES);
        while (ticks < due && !over) {
            ticks++;
            speakFrame();
            converse();
        }
    }

    private void speakFrame() {
        if (socket == null || socket.isClosed()) {
            return;
        }
        var sound = speaking.poll();
        var frame = sound == null
                ? new TaggedFrame(0, frameNumber++).into(MuLaw.silence())
                : new TaggedFrame(utterance, frameNumber++).into(sound);
        sent.add(frame);
        socket.writeBinaryMessage(Buffer.buffer(format.encode(frame)));
    }

    /// Every 20 ms: whose turn is it?
    private void converse() {
        sinceFrameMillis += FRAME_MILLIS;
        if (sinceFrameMillis > SILENCE_TIMEOUT_MILLIS) {
            call.endNow("silence-timed-out");
        } else if (!greeted && call.status().equals("in-progress")) {
            greeted = true;
            assistantAnswers();
        } else if (callerSpeaks && quietMillis >= ENDPOINTING_MILLIS) {
            callerSpeaks = false;
            bargedIn = false;
            assistantAnswers();
        }
    }

    private void hear(Buffer audio) {
        partial.appendBuffer(audio);
        int length = format.frameBytes();
        while (partial.length() >= length) {
            hearFrame(format.decode(partial.getBytes(0, length)));
            partial = partial.getBuffer(length, partial.length());
        }
    }

    private void hearFrame(byte[] frame) {
        sinceFrameMillis = 0;
        received.add(frame);
        boolean loud = MuLaw.isLoud(frame);
        loudMillis = loud ? loudMillis + FRAME_MILLIS : 0;
        quietMillis = loud ? 0 : quietMillis + FRAME_MILLIS;
        if (loudMillis >= SPEECH_MILLIS && !callerSpeaks && greeted) {
            callerSpeaks = true;
            callerSays();
        }
        if (loudMillis >= BARGE_IN_MILLIS && !bargedIn && call.assistantSpeaks()) {
            bargedIn = true;
            bargeInNanos.add(System.nanoTime());
            call.impromptu().cutAssistant(true);
        }
    }

    private void callerSays() {
        var said = next(Speaker.CALLER);
        if (!said.isEmpty()) {
            call.impromptu().speak(Speaker.CALLER, said);
        }
    }

    private void assistantAnswers() {
        var said = next(Speaker.ASSISTANT);
        if (!said.isEmpty() && !call.isOver()) {
            call.impromptu().speak(Speaker.ASSISTANT, said);
        }
    }

    /// The next scripted turn of a speaker; tools on the way are used, the other speaker's turns are left for later.
    private List<Utterance> next(Speaker speaker) {
        while (turns.peek() instanceof Turn.ToolUsed(_, var id, var name, var arguments)) {
            turns.remove();
            call.inject(new ServerMessage.ToolCalled(id, name, arguments));
        }
        return switch (turns.peek()) {
            case Turn.Spoken spoken when spoken.speaker() == speaker -> {
                turns.remove();
                yield spoken.utterances();
            }
            case Turn.CutShort cutShort when speaker == Speaker.ASSISTANT -> {
                turns.remove();
                yield cutShort.planned();
            }
            case null, default -> List.of();
        };
    }

    private void obey(String text) {
        try {
            if (!call.control(new JsonObject(text))) {
                refused.add(text);
            }
        } catch (DecodeException | ClassCastException _) {
            refused.add(text);
        }
    }

    @Override
    public void said(LiveCall said, TimedMessage message) {
        if (message.message() instanceof ServerMessage.SpeechAnnounced(_, var text, var words)) {
            utterance++;
            speaking.clear();
            speaking.addAll(Speech.frames(text, HIGH_VOICE, (int) words.getLast().end().toMillis()));
        }
        if (socket != null && !socket.isClosed() && MessageType.covers(call.clientMessages(), message.message())) {
            socket.writeTextMessage(call.forClient(message));
        }
    }

    @Override
    public void cut(LiveCall silenced) {
        speaking.clear();
    }

    @Override
    public void over(LiveCall ended) {
        over = true;
        loop.owner().cancelTimer(timer);
        speaking.clear();
        if (socket != null) {
            socket.close((short) 1000);
        }
    }
}
