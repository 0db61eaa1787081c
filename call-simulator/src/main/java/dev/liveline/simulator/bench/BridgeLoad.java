package dev.liveline.simulator.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.HdrHistogram.Histogram;

import dev.liveline.simulator.audio.SpokenText;
import dev.liveline.simulator.twilio.TwilioSignature;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;

/// Bridged calls with both clouds on one event loop: real speech, 50 frames a second each way, a barge-in each five seconds
/// ([BridgedEnds] says how). Calls take turns within the 20 ms of a frame and within the five seconds.
///
/// Latencies are from the write at one cloud to the read at the other, so the clouds' own delays are in them: an upper bound of what the bridge
/// adds. Two figures tell what they are worth: the same frames over a socket of the load's own, without a bridge, and how late the load itself was.
public final class BridgeLoad implements AutoCloseable {

    /// The media socket under load.
    ///
    /// @param url       as the voice webhook told it to Twilio; this is what is signed
    /// @param authToken Twilio's
    public record MediaSocket(int port, URI url, String authToken) {}

    /// Makes the bridge expect a call.
    public interface Announcing {

        /// @param callSid   the caller's leg
        /// @param assistant Vapi's end of the audio
        void announce(String callSid, URI assistant) throws Exception;
    }

    /// What became of one direction's frames; those that a barge-in flushed on purpose are in none of the counts.
    ///
    /// @param lost       never arrived
    /// @param outOfOrder arrived after a later one, or twice
    public record Passed(long received, long lost, long outOfOrder, double p50Millis, double p99Millis, double maxMillis) {}

    /// What happened in a stretch of time.
    ///
    /// @param direct          frames that went without a bridge
    /// @param bargeIns        `clear`s that came
    /// @param heardAfterClear frames of a cut utterance that came after its `clear`
    /// @param unansweredMarks marks that came and wait for what is before them to be played
    /// @param lateMillis      how late the load itself was with 99 of 100 frames
    public record Stretch(Passed toAssistant, Passed toCaller, Passed direct, long bargeIns, long heardAfterClear, long marks,
            long unansweredMarks, double lateMillis) {}

    private static final String TEXT = "Good morning, this is the support line. I have found your booking and can move it to Thursday.";
    private static final int FRAME_MILLIS = 20;
    /// One call in so many sends its frames over the load's own socket too.
    private static final int DIRECT_EACH = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MediaSocket media;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final WebSocketClient sockets;
    private final SpokenText speech = SpokenText.of(TEXT);
    private final FrameTally toAssistant = new FrameTally();
    private final FrameTally toCaller = new FrameTally();
    private final FrameTally direct = new FrameTally();
    private final BridgedEnds.Cuts cuts = new BridgedEnds.Cuts();
    private final Histogram lateMicros = new Histogram(600_000_000L, 3);
    private final List<BridgedEnds> calls = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    /// Any load may be one of many on one Redis.
    private final long name = System.nanoTime();
    private final int port;
    private WebSocket directSocket;
    private BridgedEnds.Cuts told = new BridgedEnds.Cuts();

    /// @param calls how many, at once
    public BridgeLoad(MediaSocket media, int calls) {
        this.media = media;
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(calls + 1));
        for (int number = 0; number < calls; number++) {
            this.calls.add(new BridgedEnds(callSid(number), speech.frames(),
                    new BridgedEnds.Tallies(toAssistant, toCaller, cuts), number * BridgedEnds.ROUND / calls));
        }
        this.port = await(vertx.createHttpServer()
            .requestHandler(request -> {
                if (request.method() == HttpMethod.GET) {
                    request.toWebSocket().onSuccess(this::connected);
                } else {
                    placed(request);
                }
            })
            .listen(0, "localhost")).actualPort();
    }

    /// A `VAPI_BASE_URL` at which `POST /call` makes the calls of this load, for a service that asks for them.
    public URI vapi() {
        return URI.create("http://localhost:" + port);
    }

    /// What speaks: a program of this machine, or `tones`.
    public String speaker() {
        return speech.speaker();
    }

    /// Connects both ends of every call and lets them speak.
    public void start(Announcing announcing) throws Exception {
        directSocket = await(
                sockets.connect(new WebSocketConnectOptions().setHost("localhost").setPort(port).setURI("/direct")));
        String signature = new TwilioSignature(media.authToken()).of(media.url().toString(), Map.of());
        for (int number = 0; number < calls.size(); number++) {
            announcing.announce(callSid(number), assistant(callSid(number)));
            WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("localhost")
                .setPort(media.port())
                .setURI(media.url().getRawPath())
                .addHeader("X-Twilio-Signature", signature);
            BridgedEnds call = calls.get(number);
            await(onLoop(() -> sockets.connect(options).onSuccess(call::caller)).compose(connecting -> connecting));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!await(onLoop(() -> calls.stream().allMatch(BridgedEnds::isConnected)))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the bridge did not connect every call to its assistant");
            }
            Thread.sleep(FRAME_MILLIS);
        }
        await(onLoop(() -> {
            for (int number = 0; number < calls.size(); number++) {
                speak(number);
            }
            return true;
        }));
    }

    /// What happens in this time; what happened before it is forgotten.
    public Stretch measure(Duration time) throws InterruptedException {
        await(onLoop(this::take));
        Thread.sleep(time);
        return await(onLoop(this::take));
    }

    /// Everybody falls silent; what is on its way may arrive.
    ///
    /// @return what arrived since the last measurement; what did not arrive is lost
    public Stretch finish() throws InterruptedException {
        await(onLoop(() -> {
            timers.forEach(vertx::cancelTimer);
            return true;
        }));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !await(onLoop(() -> calls.stream().allMatch(BridgedEnds::isSettled)))) {
            Thread.sleep(FRAME_MILLIS);
        }
        return await(onLoop(() -> {
            calls.forEach(BridgedEnds::giveUp);
            return take();
        }));
    }

    @Override
    public void close() {
        await(onLoop(() -> {
            calls.forEach(BridgedEnds::hangUp);
            return true;
        }));
        await(vertx.close());
    }

    private String callSid(int number) {
        return String.format(Locale.ROOT, "CA%016x%016x", name, number);
    }

    private void speak(int number) {
        BridgedEnds call = calls.get(number);
        boolean twin = number % DIRECT_EACH == 0;
        vertx.setTimer(1 + number % FRAME_MILLIS, _ -> {
            long[] due = { System.nanoTime() };
            timers.add(vertx.setPeriodic(FRAME_MILLIS, _ -> {
                due[0] += TimeUnit.MILLISECONDS.toNanos(FRAME_MILLIS);
                lateMicros.recordValue(Math.max(0, (System.nanoTime() - due[0]) / 1_000));
                String sent = call.next();
                if (twin) {
                    directSocket.writeTextMessage(sent);
                }
            }));
        });
    }

    private Stretch take() {
        long now = System.nanoTime();
        Stretch stretch = new Stretch(toAssistant.take(now), toCaller.take(now), direct.take(now), cuts.clears - told.clears,
                cuts.heardAfterClear - told.heardAfterClear, cuts.marks - told.marks, cuts.marks - cuts.echoes,
                lateMicros.getValueAtPercentile(99) / 1_000.0);
        told = new BridgedEnds.Cuts();
        told.clears = cuts.clears;
        told.heardAfterClear = cuts.heardAfterClear;
        told.marks = cuts.marks;
        lateMicros.reset();
        return stretch;
    }

    private void connected(ServerWebSocket socket) {
        if (socket.path().equals("/direct")) {
            socket.textMessageHandler(text -> direct.arrived(BridgedEnds.sentNanos(text), System.nanoTime()));
            return;
        }
        for (int number = 0; number < calls.size(); number++) {
            if (socket.path().endsWith(callSid(number))) {
                calls.get(number).assistant(socket);
                return;
            }
        }
        socket.close((short) 1008);
    }

    /// `POST /call` of a service under load: it names the caller's leg among the assistant's variables.
    private void placed(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String callSid = body.length() == 0 ? ""
                    : new JsonObject(body).getJsonObject("assistantOverrides", new JsonObject())
                        .getJsonObject("variableValues", new JsonObject())
                        .getString("liveline-call-sid", "");
            request.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("id", "call-of-" + callSid)
                    .put("transport", new JsonObject().put("provider", "vapi.websocket")
                        .put("websocketCallUrl", assistant(callSid).toString()))
                    .encode());
        });
    }

    private URI assistant(String callSid) {
        return URI.create("ws://localhost:" + port + "/" + callSid);
    }

    private <T> Future<T> onLoop(Callable<T> step) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> {
            try {
                done.complete(step.call());
            } catch (Exception failure) {
                done.fail(failure);
            }
        });
        return done.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the bridge's load", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
