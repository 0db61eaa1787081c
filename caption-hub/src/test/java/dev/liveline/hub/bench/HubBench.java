package dev.liveline.hub.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

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

/// What the hub costs: CPU per delivery, memory per idle viewer (docs/performance.md P2, P4, P8). Starts the packaged hub as a process and
/// reads its CPU time and resident memory from /proc; how to run it stands in docs/caption-hub.md.
public final class HubBench {

    private static final int EVENTS_PER_SECOND = 15;
    private static final Duration TURN = Duration.ofSeconds(4);

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

    /// @param args `fan-out [viewers] [seconds]`, `growth`, `idle [viewers]`, `slow [viewers] [turns]`, or `serve`; nothing for fan-out and
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
            case "slow" -> bench.slowReader(number(args, 1, 1000), number(args, 2, 10));
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

    /// The others' latency, and what the hub spends on them, without and with one viewer among them who reads nothing. Both are measured in
    /// turns, in one run, in the order a b b a: what else the machine does then touches both alike. Medians of the turns are compared.
    private void slowReader(int viewers, int turns) throws InterruptedException, IOException {
        try (HubProcess hub = hub()) {
            Shards shards = new Shards(4);
            CallWriter call = new CallWriter(client, shards, "bench-slow", "e1", "bench").started();
            String token = TestTokens.supervisor();
            URI uri = URI.create(hub.root().toString().replace("http", "ws") + "captions/" + call.callId());
            List<Sample> without = new ArrayList<>();
            List<Sample> with = new ArrayList<>();
            double mostMessages = 0;
            double mostBytes = 0;
            try (ManySockets sockets = ManySockets.open(uri, token, viewers)) {
                speak(call, Duration.ofSeconds(15));
                for (int turn = 0; turn < turns; turn++) {
                    if (turn % 2 == 0) {
                        without.add(sample(hub, sockets, call, viewers));
                    }
                    CallWriter own = new CallWriter(client, shards, "bench-stopped-" + turn, "e1", "bench").started();
                    try (StoppedReader _ = StoppedReader.at(hub, token, call, own)) {
                        with.add(sample(hub, sockets, call, viewers));
                        Map<String, Double> metrics = hub.metrics();
                        mostMessages = Math.max(mostMessages, metrics.get("liveline_hub_outbox_high_messages"));
                        mostBytes = Math.max(mostBytes, metrics.get("liveline_hub_outbox_high_bytes"));
                    }
                    if (turn % 2 == 1) {
                        without.add(sample(hub, sockets, call, viewers));
                    }
                    out.printf("  turn %d of %d: p99 %.1f ms without, %.1f ms with; %.2f and %.2f us CPU a delivery%n",
                            turn + 1, turns,
                            without.getLast().p99(), with.getLast().p99(), without.getLast().cpu(), with.getLast().cpu());
                }
                report("p50", "ms", without, with, Sample::p50);
                report("p99", "ms", without, with, Sample::p99);
                report("CPU a delivery", "us", without, with, Sample::cpu);
                out.printf(
                        "stopped reader among %d: its outbox held at most %.0f messages, %.0f bytes (bounds 1024 and 524288); %d others closed%n",
                        viewers, mostMessages, mostBytes, sockets.closed());
            }
        }
    }

    private void report(String figure, String unit, List<Sample> without, List<Sample> with, ToDoubleFunction<Sample> of) {
        double before = Sample.median(without, of);
        double after = Sample.median(with, of);
        out.printf("stopped reader: others' %s %.2f -> %.2f %s, ratio %.3f (medians of %d turns each)%n", figure, before, after,
                unit,
                after / before, with.size());
    }

    private static Sample sample(HubProcess hub, ManySockets sockets, CallWriter call, int viewers)
            throws InterruptedException {
        sockets.takeTexts();
        sockets.noteAges();
        Cpu before = hub.cpu();
        long expected = (long) speak(call, TURN) * viewers;
        long deadline = System.nanoTime() + TURN.toNanos();
        while (sockets.texts() < expected && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return Sample.of(sockets.ages(), hub.cpu().minus(before).total() / (double) sockets.takeTexts());
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
