package dev.liveline.hub.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubProcess;
import dev.liveline.hub.testing.HubProcess.Cpu;
import dev.liveline.hub.testing.ManySockets;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// What the hub costs: CPU per delivery, memory per idle viewer (docs/PERFORMANCE.md P2, P4, P8). Starts the packaged hub as a process and
/// reads its CPU time and resident memory from /proc; how to run it stands in docs/caption-hub.md.
public final class HubBench {

    private static final int EVENTS_PER_SECOND = 15;

    /// Gives free heap back, so that resident memory is what is held and not what was thrown away while connecting.
    private static final String JVM = "-XX:+UseSerialGC -Xmx256m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20";

    private final PrintStream out;
    private final TestRedis redis;
    private final Vertx vertx = Vertx.vertx();
    private final Redis client;
    private final String publicKey;

    private HubBench(PrintStream out) {
        this.out = out;
        this.redis = TestRedis.start();
        this.client = Redis.createClient(vertx, redis.uri());
        this.publicKey = TestTokens.makeKey();
    }

    /// @param args `fan-out [viewers] [seconds]`, `growth`, `idle [viewers]`, `slow [viewers] [seconds]`, or `serve`; nothing for fan-out and
    ///             idle with their defaults
    public static void main(String[] args) throws Exception {
        HubBench bench = new HubBench(System.out);
        String what = args.length == 0 ? "all" : args[0];
        switch (what) {
            case "fan-out" -> bench.fanOut(number(args, 1, 1000), Duration.ofSeconds(number(args, 2, 20)));
            case "idle" -> bench.idle(number(args, 1, 5000));
            case "growth" -> {
                for (int viewers : List.of(10, 100, 1000, 5000)) {
                    bench.fanOut(viewers, Duration.ofSeconds(10));
                }
            }
            case "slow" -> bench.slowReader(number(args, 1, 1000), Duration.ofSeconds(number(args, 2, 15)));
            case "serve" -> bench.serve();
            default -> {
                bench.fanOut(1000, Duration.ofSeconds(20));
                bench.idle(5000);
            }
        }
        bench.redis.close();
        System.exit(0);
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private HubProcess hub() {
        List<String> jvm = new ArrayList<>(List.of(System.getProperty("bench.jvm", JVM).split(" ")));
        return HubProcess.start(TestRedis.freePort(), redis.uri(), publicKey,
                Map.of("liveline.viewers.max-per-address", "20000", "liveline.viewers.max-per-token", "20000"), jvm);
    }

    /// One call, many viewers, fifteen events a second: two of three are partials that grow, as a recogniser makes them.
    private void fanOut(int viewers, Duration duration) throws InterruptedException {
        try (HubProcess hub = hub()) {
            CallWriter call = new CallWriter(client, new Shards(4), "bench-" + viewers, "e1", "bench").started();
            String token = TestTokens.supervisor();
            String path = hub.root().toString().replace("http", "ws") + "captions/" + call.callId();
            try (ManySockets sockets = ManySockets.open(URI.create(path), token, viewers)) {
                speak(call, Duration.ofSeconds(10));
                sockets.takeTexts();
                sockets.noteAges();
                Cpu before = hub.cpu();
                int events = speak(call, duration);
                Thread.sleep(300);
                Cpu cpu = hub.cpu().minus(before);
                long delivered = sockets.takeTexts();
                int[] ages = sockets.ages();
                out.printf(
                        "fan-out: 1 call x %d viewers, %d events in %d s: %d deliveries (%d expected), %.2f us CPU each (%.2f in the kernel); "
                                + "age p50 %d ms, p99 %d ms, max %d ms; %d closed%n",
                        viewers, events, duration.toSeconds(), delivered,
                        (long) events * viewers, cpu.total() / (double) delivered,
                        cpu.system() / (double) delivered, ages[ages.length / 2],
                        ages[(int) (ages.length * 0.99)], ages[ages.length - 1], sockets.closed());
            }
        }
    }

    /// The others' latency without and with one viewer who reads nothing.
    private void slowReader(int viewers, Duration duration) throws InterruptedException, IOException {
        try (HubProcess hub = hub()) {
            CallWriter call = new CallWriter(client, new Shards(4), "bench-slow", "e1", "bench").started();
            String token = TestTokens.supervisor();
            URI uri = URI.create(hub.root().toString().replace("http", "ws") + "captions/" + call.callId());
            try (ManySockets sockets = ManySockets.open(uri, token, viewers); Socket stopped = new Socket()) {
                speak(call, Duration.ofSeconds(10));
                int[] without = agesOf(sockets, call, duration);
                stopped.setReceiveBufferSize(4096);
                stopped.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
                stopped.getOutputStream()
                    .write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                            + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                int[] with = agesOf(sockets, call, duration);
                out.printf("slow reader among %d: others' p50 %d -> %d ms, p99 %d -> %d ms%n", viewers,
                        without[without.length / 2], with[with.length / 2], without[(int) (without.length * 0.99)],
                        with[(int) (with.length * 0.99)]);
            }
        }
    }

    private static int[] agesOf(ManySockets sockets, CallWriter call, Duration duration) throws InterruptedException {
        sockets.noteAges();
        speak(call, duration);
        return sockets.ages();
    }

    private static int speak(CallWriter call, Duration duration) throws InterruptedException {
        int events = 0;
        long start = System.nanoTime();
        StringBuilder text = new StringBuilder();
        while (System.nanoTime() - start < duration.toNanos()) {
            long due = start + events * 1_000_000_000L / EVENTS_PER_SECOND;
            long pause = (due - System.nanoTime()) / 1_000_000;
            if (pause > 0) {
                Thread.sleep(pause);
            }
            text.append(text.isEmpty() ? "I would" : " like to book");
            if (events % 10 == 9) {
                call.last(Speaker.CALLER, text.toString());
                text.setLength(0);
            } else {
                call.partial(Speaker.CALLER, text.toString());
            }
            events++;
        }
        return events;
    }

    /// Sockets that are open and get nothing but pings.
    private void idle(int viewers) throws InterruptedException, IOException {
        try (HubProcess hub = hub()) {
            CallWriter call = new CallWriter(client, new Shards(4), "bench-idle", "e1", "bench").started();
            String token = TestTokens.supervisor();
            String path = hub.root().toString().replace("http", "ws") + "captions/" + call.callId();
            try (ManySockets _ = ManySockets.open(URI.create(path), token, 200)) {
                collect(hub);
                long empty = hub.residentBytes();
                try (ManySockets sockets = ManySockets.open(URI.create(path), token, viewers)) {
                    Thread.sleep(5_000);
                    collect(hub);
                    long full = hub.residentBytes();
                    out.printf("idle: %d viewers: %.1f KB resident each (%d MB -> %d MB); %d closed%n", viewers,
                            (full - empty) / 1024.0 / viewers, empty >> 20, full >> 20, sockets.closed());
                }
            }
        }
    }

    /// A full collection, so that what is measured is what is held, not what was thrown away while connecting.
    private static void collect(HubProcess hub) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(hub.pid()), "GC.run")
                .start()
                .waitFor();
            Thread.sleep(500);
        }
    }

    private void serve() throws InterruptedException {
        try (HubProcess hub = hub()) {
            out.println(hub.root() + " pid " + hub.pid() + "\nsupervisor " + TestTokens.supervisor());
            hub.await();
        }
    }
}
