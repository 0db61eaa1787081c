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
import dev.liveline.router.bridge.twilio.StreamMessage;
import dev.liveline.router.bridge.twilio.StreamMessage.Connected;
import dev.liveline.router.bridge.twilio.StreamMessage.Dtmf;
import dev.liveline.router.bridge.twilio.StreamMessage.Mark;
import dev.liveline.router.bridge.twilio.StreamMessage.Media;
import dev.liveline.router.bridge.twilio.StreamMessage.Start;
import dev.liveline.router.bridge.twilio.StreamMessage.Stop;
import dev.liveline.router.bridge.twilio.StreamMessage.Unknown;
import dev.liveline.router.bridge.vapi.TransportMessage.Ended;
import dev.liveline.router.bridge.vapi.TransportMessage.Ignored;
import dev.liveline.router.bridge.vapi.TransportMessage.Signal;
import dev.liveline.router.bridge.vapi.TransportReader;
import dev.liveline.router.bridge.vapi.TransportWriter;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;

/// One bridged call: the joint of the pure [BridgedAudio] and the two lines, [CallerLine] to Twilio and [AssistantLine] to Vapi. All of it
/// happens on the event loop of Twilio's socket.
final class Bridge implements TickWheels.Ticking, CallerLine.Listener, AssistantLine.Listener {

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

    private final Bridges bridges;
    private final BridgeConfig config;
    private final BridgeMetrics metrics;
    private final CallerLine caller;
    private final Context context;
    private final KeypadEntry keypad;

    private Phase phase = Phase.WAITING;
    private long deadlineMicros;
    private long reportMicros;
    private long handlingSinceMicros;
    private @Nullable String callSid;
    private @Nullable BridgedAudio audio;
    private @Nullable BridgedCall call;
    private @Nullable AssistantLine line;

    Bridge(Bridges bridges, BridgeConfig config, BridgeMetrics metrics, ServerWebSocket socket, Context context) {
        this.context = context;
        this.bridges = bridges;
        this.config = config;
        this.metrics = metrics;
        this.caller = new CallerLine(socket, config, metrics, this);
        this.keypad = new KeypadEntry(micros(config.keypadPause()));
        long now = nowMicros();
        this.deadlineMicros = now + micros(config.startWithin());
        this.reportMicros = now + micros(config.reportEvery());
    }

    void listen() {
        caller.listen();
    }

    @Override
    public void callerSent(StreamMessage message, long atMicros) {
        if (phase != Phase.OVER) {
            handlingSinceMicros = atMicros;
            handle(message, atMicros);
        }
    }

    @Override
    public void callerClosed() {
        finish(switch (phase) {
            case WAITING -> BridgeEnding.NEVER_STARTED;
            case LIVE, OVER -> BridgeEnding.STREAM_LOST;
            case LAST_WORDS -> BridgeEnding.ASSISTANT_ENDED;
        });
    }

    @Override
    public void callerGivenUp(BridgeEnding ending) {
        finish(ending);
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
        caller.begin(start);
        if (!start.format().isMuLaw8000Mono()) {
            LOG.errorf("leg %s: %s cannot be bridged, only audio/x-mulaw 8000 Hz mono", callSid, start.format());
            finish(BridgeEnding.FORMAT_REFUSED);
            return;
        }
        phase = Phase.LIVE;
        audio = new BridgedAudio(bridges.audio(), caller, toAssistant(), this::bargedIn, now);
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
                    checkPeers(System.nanoTime());
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

    private void checkPeers(long nowNanos) {
        caller.checkPeer(nowNanos);
        if (line != null) {
            line.checkPeer(nowNanos);
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
        bridges.ended(this, callSid, line != null && line.wasOpen(), ending).onComplete(_ -> caller.close(ending));
    }

    private BridgedAudio audio() {
        return Objects.requireNonNull(audio);
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
