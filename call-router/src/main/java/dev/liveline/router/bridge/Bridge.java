package dev.liveline.router.bridge;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent.MediaBargeIn;
import dev.liveline.events.RoutingEvent.MediaReport;
import dev.liveline.router.bridge.media.BargeIn;
import dev.liveline.router.bridge.media.BridgedAudio;
import dev.liveline.router.bridge.media.KeypadEntry;
import dev.liveline.router.bridge.media.MediaQuality;
import dev.liveline.router.bridge.media.ToAssistant;
import dev.liveline.router.bridge.media.ToCaller;
import dev.liveline.router.bridge.twilio.StreamMessage;
import dev.liveline.router.bridge.twilio.StreamMessage.Connected;
import dev.liveline.router.bridge.twilio.StreamMessage.Dtmf;
import dev.liveline.router.bridge.twilio.StreamMessage.Mark;
import dev.liveline.router.bridge.twilio.StreamMessage.Media;
import dev.liveline.router.bridge.twilio.StreamMessage.Start;
import dev.liveline.router.bridge.twilio.StreamMessage.Stop;
import dev.liveline.router.bridge.twilio.StreamMessage.Unknown;
import dev.liveline.router.bridge.twilio.StreamReader;
import dev.liveline.router.bridge.twilio.StreamWriter;
import dev.liveline.router.bridge.twilio.UnreadableMessage;
import dev.liveline.router.bridge.vapi.TransportMessage.Ended;
import dev.liveline.router.bridge.vapi.TransportMessage.Ignored;
import dev.liveline.router.bridge.vapi.TransportMessage.Signal;
import dev.liveline.router.bridge.vapi.TransportReader;
import dev.liveline.router.bridge.vapi.TransportWriter;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/// One media socket of Twilio and what hangs on it: the joint of the pure [BridgedAudio] and the two sockets. All of it happens on the
/// socket's event loop.
final class Bridge implements TickWheels.Ticking, ToCaller, AssistantLine.Listener {

    private enum Phase {
        /// No `start` yet.
        WAITING,
        /// Audio goes both ways, or will as soon as the assistant's line is open.
        LIVE,
        /// The assistant has hung up; what it said last is still being played.
        LAST_WORDS,
        OVER
    }

    private static final Logger LOG = Logger.getLogger(Bridge.class);
    private static final int QUEUE_BYTES = 8 * 1024;
    private static final int MALFORMED_AT_MOST = 50;

    private final Bridges bridges;
    private final BridgeConfig config;
    private final BridgeMetrics metrics;
    private final ServerWebSocket socket;
    private final Context context;
    private final KeypadEntry keypad;

    private Phase phase = Phase.WAITING;
    private long deadlineMicros;
    private long reportMicros;
    private long heardMicros;
    private long handlingSinceMicros;
    private int malformed;
    private @Nullable String callSid;
    private @Nullable StreamWriter writer;
    private @Nullable BridgedAudio audio;
    private @Nullable BridgedCall call;
    private @Nullable AssistantLine line;

    Bridge(Bridges bridges, BridgeConfig config, BridgeMetrics metrics, ServerWebSocket socket, Context context) {
        this.context = context;
        this.bridges = bridges;
        this.config = config;
        this.metrics = metrics;
        this.socket = socket;
        this.keypad = new KeypadEntry(micros(config.keypadPause()));
        this.heardMicros = nowMicros();
        this.deadlineMicros = heardMicros + micros(config.startWithin());
        this.reportMicros = heardMicros + micros(config.reportEvery());
    }

    void listen() {
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(_ -> unreadable("binary message"));
        socket.pongHandler(_ -> heardMicros = nowMicros());
        socket.exceptionHandler(broken -> LOG.debugf("media socket: %s", broken.toString()));
        socket.closeHandler(_ -> finish(switch (phase) {
            case WAITING -> BridgeEnding.NEVER_STARTED;
            case LIVE, OVER -> BridgeEnding.STREAM_LOST;
            case LAST_WORDS -> BridgeEnding.ASSISTANT_ENDED;
        }));
    }

    private void received(String text) {
        if (phase == Phase.OVER) {
            return;
        }
        long now = nowMicros();
        heardMicros = now;
        handlingSinceMicros = now;
        try {
            handle(StreamReader.read(text), now);
        } catch (UnreadableMessage broken) {
            unreadable(broken.getMessage());
        }
    }

    private void handle(StreamMessage message, long now) {
        BridgedAudio started = audio;
        switch (message) {
            case Media(boolean inbound, long chunk, long timestamp, byte[] frame) -> {
                if (started != null && inbound && phase == Phase.LIVE) {
                    started.callerAudio(chunk, timestamp, frame, now);
                }
            }
            case Mark(String name) -> {
                if (started != null) {
                    started.markEchoed(name, now);
                }
            }
            case Start start -> start(start, now);
            case Dtmf(String key) -> keypad.press(key, now).ifPresent(this::tellKeys);
            case Stop _ -> finish(phase == Phase.LAST_WORDS ? BridgeEnding.ASSISTANT_ENDED : BridgeEnding.CALLER_GONE);
            case Connected _, Unknown _ -> {
                // Says nothing about the call.
            }
        }
    }

    private void start(Start start, long now) {
        if (phase != Phase.WAITING) {
            return;
        }
        callSid = start.callSid();
        writer = new StreamWriter(start.streamSid());
        if (!start.format().isMuLaw8000Mono()) {
            LOG.errorf("leg %s: %s cannot be bridged, only audio/x-mulaw 8000 Hz mono", callSid, start.format());
            finish(BridgeEnding.FORMAT_REFUSED);
            return;
        }
        phase = Phase.LIVE;
        audio = new BridgedAudio(bridges.audio(), this, toAssistant(), this::bargedIn, now);
        bridges.started(this, start.callSid(), context).onComplete(found -> {
            if (phase != Phase.LIVE) {
                return;
            }
            if (found.failed()) {
                LOG.errorf("leg %s: Redis could not be asked what call it is", callSid);
                finish(BridgeEnding.NOT_FOUND_OUT);
            } else if (found.result().isEmpty()) {
                LOG.warnf("leg %s: nobody announced it", callSid);
                finish(BridgeEnding.UNKNOWN_CALL);
            } else {
                call = found.result().get();
                line = bridges.lines().open(call, this);
            }
        });
    }

    /// Takes nothing until there is a line.
    private ToAssistant toAssistant() {
        return new ToAssistant() {
            @Override
            public boolean isFull() {
                return line == null || line.isFull();
            }

            @Override
            public void audio(byte[] frame, long waitedMicros) {
                if (line != null) {
                    line.audio(frame, waitedMicros);
                }
            }
        };
    }

    @Override
    public void tick() {
        long now = nowMicros();
        handlingSinceMicros = now;
        switch (phase) {
            case WAITING -> {
                if (now > deadlineMicros) {
                    finish(BridgeEnding.NEVER_STARTED);
                }
            }
            case LIVE -> {
                audio().tick(now);
                keypad.tick(now).ifPresent(this::tellKeys);
                if (now >= reportMicros) {
                    reportMicros = now + micros(config.reportEvery());
                    report();
                    checkPeers(now);
                }
            }
            case LAST_WORDS -> {
                audio().drainAssistant(now);
                if (audio().isPlayedOut(now) || now > deadlineMicros) {
                    finish(BridgeEnding.ASSISTANT_ENDED);
                }
            }
            case OVER -> {
                // Taken off the wheel when it ended.
            }
        }
    }

    @Override
    public void broken(RuntimeException bug) {
        LOG.errorf(bug, "leg %s: the bridge failed", callSid);
        finish(BridgeEnding.BROKEN);
    }

    @Override
    public boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void audio(byte[] frame, long waitedMicros) {
        send(writer().media(frame));
        metrics.toCaller(waitedMicros);
    }

    @Override
    public void mark(String name) {
        send(writer().mark(name));
    }

    @Override
    public void clear() {
        send(writer().clear());
    }

    @Override
    public void assistantAudio(byte[] piece) {
        if (phase == Phase.LIVE) {
            audio().assistantAudio(piece, nowMicros());
        }
    }

    @Override
    public void assistantText(String text) {
        if (phase != Phase.LIVE) {
            return;
        }
        handlingSinceMicros = nowMicros();
        switch (TransportReader.read(text)) {
            case Signal(var signal) -> audio().signal(signal, handlingSinceMicros);
            case Ended _ -> assistantGone(true);
            case Ignored _ -> {
                // Captions and the like come by webhook.
            }
        }
    }

    @Override
    public void assistantGone(boolean ended) {
        if (phase != Phase.LIVE) {
            return;
        }
        if (ended) {
            phase = Phase.LAST_WORDS;
            deadlineMicros = nowMicros() + micros(config.lastWords());
            audio().lastWords();
        } else {
            finish(BridgeEnding.ASSISTANT_LOST);
        }
    }

    /// Ends it from outside, on its event loop.
    void end(BridgeEnding ending) {
        context.runOnContext(_ -> finish(ending));
    }

    private void bargedIn(BargeIn bargeIn) {
        metrics.flushed(bargeIn, nowMicros() - handlingSinceMicros);
        if (call != null) {
            bridges.publish(new MediaBargeIn(call.callId(), bridges.epochMillis(), bargeIn.playedMillis()));
        }
    }

    private void tellKeys(String keys) {
        if (line != null) {
            line.say(TransportWriter.pressed(keys));
        }
    }

    private void report() {
        if (audio == null) {
            return;
        }
        MediaQuality quality = audio.quality();
        metrics.told(quality);
        metrics.waited(audio.callerHighWaterMillis(), audio.assistantHighWaterMillis());
        if (call != null && (quality.callerFrames() > 0 || quality.assistantFrames() > 0)) {
            bridges.publish(new MediaReport(call.callId(), bridges.epochMillis(), quality.lostFrames(),
                    hundredths(quality.jitterMillis()), hundredths(quality.latencyMillis())));
        }
    }

    private void checkPeers(long now) {
        long silent = now - heardMicros;
        if (silent > micros(config.deadAfter())) {
            LOG.warnf("leg %s: media socket silent for too long", callSid);
            finish(BridgeEnding.STREAM_LOST);
        } else if (silent > micros(config.deadAfter()) / 3) {
            socket.writePing(Buffer.buffer("liveline"));
        }
        if (line != null) {
            line.checkPeer(System.nanoTime());
        }
    }

    private void unreadable(String why) {
        metrics.malformed();
        LOG.debugf("leg %s: unreadable message: %s", callSid, why);
        if (++malformed > MALFORMED_AT_MOST) {
            finish(BridgeEnding.UNREADABLE);
        }
    }

    /// Once. The ending is told before the socket closes, because Twilio asks at once how to go on.
    private void finish(BridgeEnding ending) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        if (line != null) {
            if (ending == BridgeEnding.SUPERSEDED) {
                line.leave();
            } else {
                line.hangUp();
            }
        }
        report();
        LOG.infof("leg %s: bridge over: %s", callSid, ending.word());
        bridges.ended(this, callSid, line != null && line.wasOpen(), ending).onComplete(_ -> {
            if (!socket.isClosed()) {
                socket.close(ending.closeCode(), ending.word());
            }
        });
    }

    private void send(String text) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(text);
        }
    }

    private BridgedAudio audio() {
        return Objects.requireNonNull(audio);
    }

    private StreamWriter writer() {
        return Objects.requireNonNull(writer);
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    private static long nowMicros() {
        return System.nanoTime() / 1_000;
    }
}
