package dev.liveline.router.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.liveline.events.redis.TestRedis;
import dev.liveline.router.bridge.media.MuLaw;
import org.jspecify.annotations.Nullable;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/// P6 of docs/PERFORMANCE.md: bridged calls, 50 frames of speech a second each way, a barge-in each five seconds.
///
/// The bridge is a process of its own, so that its CPU time is its own; this process is both clouds, on one thread. Frames carry the time
/// they were sent, so latencies are from one cloud's write to the other's read: the clouds' own delays are in them. Arguments: how many calls
/// (100), for how many seconds (30).
public final class BridgeBench {

    private static final short MAGIC = 0x5AA5;
    private static final int WARM_UP_SECONDS = 10;
    private static final int FRAMES_A_TURN = 250;
    private static final int BARGE_IN_AT = 200;
    private static final int SPEAKS_ON = 20;

    private final int calls;
    private final int seconds;
    private final List<byte[]> speech = BenchSpeech.frames();
    private final List<Cloud> clouds = new ArrayList<>();
    private final Tally toAssistant = new Tally();
    private final Tally toCaller = new Tally();
    private boolean measuring;
    private long clears;
    private long staleAfterClear;

    private BridgeBench(int calls, int seconds) {
        this.calls = calls;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 2 && args[0].equals("bridge")) {
            System.out.println("port " + new BridgeHouse(args[1], Map.of()).port());
            System.exit(System.in.read());
        }
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        TestRedis redis = TestRedis.start();
        Process bridge = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"), BridgeBench.class.getName(), "bridge", redis.uri())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            bridge.destroy();
            redis.close();
        }));
        try {
            new BridgeBench(calls, seconds).run(redis, bridge);
            System.exit(0);
        } catch (RuntimeException | IOException failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private void run(TestRedis redis, Process bridge) throws IOException {
        int port = portOf(bridge);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        AssistantClouds assistants = new AssistantClouds(vertx);
        try (BridgeHouse announcing = new BridgeHouse(redis.uri(), Map.of())) {
            WebSocketClient twilio = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(calls));
            for (int i = 0; i < calls; i++) {
                String callSid = "CA" + i;
                announcing.announce(callSid, assistants.address(callSid));
                Cloud cloud = new Cloud(callSid, i);
                clouds.add(cloud);
                Await.on(twilio.connect(new WebSocketConnectOptions().setHost("localhost")
                    .setPort(port)
                    .setURI(MediaUrl.PATH)
                    .addHeader("X-Twilio-Signature", BridgeHouse.signature(MediaUrl.of(URI.create(BridgeHouse.PUBLIC_URL)))))
                    .onSuccess(cloud::caller));
            }
            Await.until().until(() -> clouds.stream().allMatch(cloud -> cloud.assistant != null));
            clouds.forEach(cloud -> vertx.setTimer(1 + cloud.number % MuLaw.FRAME_MILLIS,
                    _ -> vertx.setPeriodic(MuLaw.FRAME_MILLIS, _ -> cloud.frame())));
            pause(WARM_UP_SECONDS);
            long cpu = cpuMillis(bridge);
            long began = System.nanoTime();
            vertx.runOnContext(_ -> measuring = true);
            pause(seconds);
            double callSeconds = calls * (System.nanoTime() - began) / 1e9;
            cpu = cpuMillis(bridge) - cpu;
            long mebibytes = residentMiB(bridge);
            vertx.runOnContext(_ -> measuring = false);
            pause(5);
            Promise<Void> reported = Promise.promise();
            double cpuPerCallSecond = cpu / callSeconds;
            vertx.runOnContext(_ -> {
                report(cpuPerCallSecond, mebibytes);
                reported.complete();
            });
            Await.on(reported.future());
        }
    }

    private void report(double cpuPerCallSecond, long mebibytes) {
        System.out.printf(Locale.ROOT, "%d calls, %d s, a barge-in each 5 s%n", calls, seconds);
        System.out.printf(Locale.ROOT, "CPU of the bridge: %.2f ms per call-second; resident %d MiB%n", cpuPerCallSecond,
                mebibytes);
        System.out.println("caller to assistant: " + toAssistant);
        System.out.println("assistant to caller: " + toCaller);
        System.out.printf(Locale.ROOT, "barge-ins flushed: %d; frames of a cut utterance after clear: %d%n", clears,
                staleAfterClear);
    }

    /// Both ends of one call.
    private final class Cloud {

        private final String callSid;
        private final int number;
        private WebSocket caller;
        private ServerWebSocket assistant;
        private int frame;
        private int turn;
        private int heardTurn = -1;
        private int cutTurn = -1;

        Cloud(String callSid, int number) {
            this.callSid = callSid;
            this.number = number;
        }

        void caller(WebSocket socket) {
            caller = socket;
            socket.textMessageHandler(this::callerReceived);
            socket.writeTextMessage("""
                    {"event":"start","sequenceNumber":"1","streamSid":"MZ1","start":{"callSid":"%s","streamSid":"MZ1",\
                    "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}""".formatted(callSid));
        }

        void assistant(ServerWebSocket socket) {
            assistant = socket;
            socket.binaryMessageHandler(audio -> received(audio.getBytes(), toAssistant));
        }

        /// A frame each way, and what happens in a turn of five seconds: the assistant starts, is cut at four, goes on for a little.
        void frame() {
            int inTurn = frame % FRAMES_A_TURN;
            if (inTurn == 0) {
                turn++;
                assistant.writeTextMessage("{\"type\":\"speech-update\",\"status\":\"started\",\"role\":\"assistant\"}");
            }
            if (inTurn == BARGE_IN_AT) {
                assistant.writeTextMessage("{\"type\":\"speech-update\",\"status\":\"started\",\"role\":\"user\"}");
                assistant.writeTextMessage("{\"type\":\"user-interrupted\"}");
            }
            if (inTurn < BARGE_IN_AT + SPEAKS_ON) {
                // A barge-in may cut what is still on its way: only what is a second older must be heard.
                assistant.writeBinaryMessage(Buffer.buffer(stamped(inTurn < BARGE_IN_AT - 50 ? toCaller : null)));
            }
            frame++;
            String payload = Base64.getEncoder().encodeToString(stamped(toAssistant));
            caller.writeTextMessage("{\"event\":\"media\",\"sequenceNumber\":\"" + (frame + 1)
                    + "\",\"streamSid\":\"MZ1\",\"media\":{\"track\":\"inbound\",\"chunk\":\"" + frame + "\",\"timestamp\":\""
                    + frame * MuLaw.FRAME_MILLIS + "\",\"payload\":\"" + payload + "\"}}");
        }

        private void callerReceived(String text) {
            int payload = text.indexOf("\"payload\":\"");
            if (payload >= 0) {
                byte[] audio = Base64.getDecoder().decode(text.substring(payload + 11, text.indexOf('"', payload + 11)));
                heardTurn = ByteBuffer.wrap(audio).getInt(3);
                if (heardTurn <= cutTurn) {
                    staleAfterClear++;
                }
                received(audio, toCaller);
            } else if (text.contains("\"clear\"")) {
                clears++;
                cutTurn = heardTurn;
            } else if (text.contains("\"mark\"")) {
                caller.writeTextMessage(text);
            }
        }

        /// The stamp: magic, whether it counts, turn, time.
        private byte[] stamped(@Nullable Tally tally) {
            byte[] audio = speech.get(frame % speech.size()).clone();
            boolean counts = measuring && tally != null;
            ByteBuffer.wrap(audio).putShort(MAGIC).put((byte) (counts ? 1 : 0)).putInt(turn).putLong(System.nanoTime());
            if (counts) {
                tally.sent++;
            }
            return audio;
        }

        private void received(byte[] audio, Tally tally) {
            ByteBuffer stamp = ByteBuffer.wrap(audio);
            if (stamp.getShort() == MAGIC && stamp.get() == 1) {
                stamp.getInt();
                tally.received(System.nanoTime() - stamp.getLong());
            }
        }
    }

    private final class AssistantClouds {

        private final int port;

        AssistantClouds(Vertx vertx) {
            port = Await.on(vertx.createHttpServer()
                .webSocketHandler(socket -> clouds.get(Integer.parseInt(socket.path().substring(3))).assistant(socket))
                .listen(0, "localhost")).actualPort();
        }

        URI address(String callSid) {
            return URI.create("ws://localhost:" + port + "/" + callSid);
        }
    }

    private static final class Tally {

        private long sent;
        private int received;
        private long[] micros = new long[1 << 20];

        void received(long nanos) {
            if (received == micros.length) {
                micros = Arrays.copyOf(micros, 2 * micros.length);
            }
            micros[received++] = nanos / 1_000;
        }

        @Override
        public String toString() {
            long[] sorted = Arrays.copyOf(micros, received);
            Arrays.sort(sorted);
            return received == 0
                    ? "nothing"
                    : String.format(Locale.ROOT, "%d frames, %d lost; latency p50 %.2f, p99 %.2f, max %.1f ms", sent,
                            sent - received,
                            sorted[received / 2] / 1e3, sorted[(int) (received * 0.99)] / 1e3, sorted[received - 1] / 1e3);
        }
    }

    private static int portOf(Process bridge) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(bridge.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                Thread.ofVirtual().start(() -> out.lines().forEach(System.out::println));
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new IOException("the bridge did not start");
    }

    private static long cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    private static long residentMiB(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))
            .stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(0);
    }

    private static void pause(int seconds) {
        try {
            Thread.sleep(seconds * 1_000L);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
