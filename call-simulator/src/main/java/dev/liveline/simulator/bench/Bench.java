package dev.liveline.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.liveline.simulator.bench.Run.Load;
import dev.liveline.simulator.bench.Run.Result;
import dev.liveline.simulator.stack.DevKey;
import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Service;
import dev.liveline.simulator.stack.Stack;
import dev.liveline.simulator.stack.Workplace;

/// `./liveline bench [--quick]`: what docs/performance.md lists, against the packaged services on this machine and, where it is installed,
/// its peers in the same run. Alone: `--events [seconds]`, what an event costs; `--fan-out [seconds]`, what a delivery costs; `--bridge [calls
/// seconds [stretches]]`, the media bridge, also for as long as a soak takes.
public final class Bench {

    private static final String SECRET = "bench-webhook-secret";
    private static final String TWILIO_TOKEN = "bench";
    private static final Ports PORTS = new Ports(20_000);
    private static final int BRIDGED_CALLS = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    /// Where what an event or a delivery costs is the question: a JIT that saw one load compiles anew for another, and compiling takes more than
    /// the load.
    private static final Duration LONG_WARM_UP = Duration.ofSeconds(30);

    /// What is measured.
    private enum Scope {
        WHOLE, QUICK, EVENTS, FAN_OUT, BRIDGE
    }

    private final Scope scope;
    private final BridgeBench.Shape bridged;
    private final Duration measured;

    private Bench(Scope scope, BridgeBench.Shape bridged, Duration measured) {
        this.scope = scope;
        this.bridged = bridged;
        this.measured = measured;
    }

    public static void main(String[] args) throws Exception {
        Optional<Bench> bench = of(args);
        if (bench.isEmpty()) {
            System.err.println(
                    "usage: ./liveline bench [--quick] | --events [seconds] | --fan-out [seconds] | --bridge [calls seconds [stretches]]");
            System.exit(2);
        }
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            System.err.println("The benchmarks read CPU times from Linux's /proc and run on Linux only.");
            System.exit(2);
        }
        bench.orElseThrow().run();
    }

    private static Optional<Bench> of(String... args) {
        List<String> words = List.of(args);
        if (!words.stream().skip(1).allMatch(word -> word.matches("[1-9][0-9]{0,4}"))) {
            return Optional.empty();
        }
        List<Integer> numbers = words.stream().skip(1).map(Integer::valueOf).toList();
        BridgeBench.Shape usual = bridged(List.of(BRIDGED_CALLS, 30));
        return Optional.ofNullable(switch (words.isEmpty() ? "" : words.getFirst()) {
            case "" -> new Bench(Scope.WHOLE, usual, Duration.ofSeconds(20));
            case "--quick" -> numbers.isEmpty() ? new Bench(Scope.QUICK, usual, Duration.ofSeconds(8)) : null;
            case "--events" -> numbers.size() > 1 ? null : new Bench(Scope.EVENTS, usual, seconds(numbers));
            case "--fan-out" -> numbers.size() > 1 ? null : new Bench(Scope.FAN_OUT, usual, seconds(numbers));
            case "--bridge" -> switch (numbers.size()) {
                case 0 -> new Bench(Scope.BRIDGE, usual, Duration.ZERO);
                case 2, 3 -> new Bench(Scope.BRIDGE, bridged(numbers), Duration.ZERO);
                default -> null;
            };
            default -> null;
        });
    }

    private static Duration seconds(List<Integer> numbers) {
        return Duration.ofSeconds(numbers.isEmpty() ? 20 : numbers.getFirst());
    }

    /// @param numbers calls, seconds, and stretches if not one
    private static BridgeBench.Shape bridged(List<Integer> numbers) {
        return new BridgeBench.Shape(numbers.get(0), Duration.ofSeconds(10), Duration.ofSeconds(numbers.get(1)),
                numbers.size() > 2 ? numbers.get(2) : 1);
    }

    private void run() throws Exception {
        Workplace workplace = Workplace.current();
        DevKey key = DevKey.of(workplace.state());
        String token = key.token("bench", "admin", List.of(), Instant.now(), Duration.ofHours(2));
        Path log = workplace.state().resolve("bench.log");
        Files.createDirectories(log.getParent());
        URI publicUrl = URI.create("http://localhost:" + PORTS.gateway());
        try (var lines = Files.newBufferedWriter(log);
                BridgeBench bridge = new BridgeBench(bridged, PORTS, publicUrl, TWILIO_TOKEN);
                Stack stack = Stack.start(new Stack.Options(workplace.root(), PORTS,
                        environment(key, publicUrl, bridge.vapi()), List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        (service, line) -> write(lines, service + " | " + line)))) {
            System.out.println("Machine: " + Runtime.getRuntime().availableProcessors() + " cores, Java " + Runtime.version()
                    + ". The load generator shares it. One run; ratios count, not milliseconds.");
            if (scope != Scope.BRIDGE) {
                List<Long> ours = ProcessHandle.current().children().map(ProcessHandle::pid).toList();
                try (Peers peers = Peers
                    .start(scope == Scope.QUICK ? Optional.empty() : Optional.of(workplace.state().resolve("peers")), SECRET)) {
                    measure(stack, ours, token, peers);
                }
            }
            if (scope == Scope.WHOLE || scope == Scope.BRIDGE) {
                bridge.run(token, new CpuMeter(List.of(stack.process(Service.CALL_ROUTER).pid())));
            }
        }
    }

    private Map<String, String> environment(DevKey key, URI publicUrl, URI vapi) {
        return Map.ofEntries(Map.entry("VAPI_API_KEY", "bench"), Map.entry("VAPI_BASE_URL", vapi.toString()),
                Map.entry("VAPI_WEBHOOK_SECRET", SECRET), Map.entry("PUBLIC_URL", publicUrl.toString()),
                Map.entry("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
                Map.entry("TWILIO_AUTH_TOKEN", TWILIO_TOKEN), Map.entry("LIVELINE_JWT_PUBLIC_KEY", key.publicKey()),
                Map.entry("LIVELINE_VAPI_MAX_CONCURRENT_CALLS", Integer.toString(bridged.calls())),
                Map.entry("LIVELINE_BRIDGE_MAX_CALLS", Integer.toString(bridged.calls())),
                Map.entry("LIVELINE_VIEWERS_MAX_PER_ADDRESS", "20000"), Map.entry("LIVELINE_VIEWERS_MAX_PER_TOKEN", "20000"),
                Map.entry("LIVELINE_VIEWERS_MAX", "20000"));
    }

    /// @param ours the process ids of Redis and the services
    private void measure(Stack stack, List<Long> ours, String token, Peers peers) throws IOException, InterruptedException {
        Map<String, CpuMeter> parts = new TreeMap<>();
        List<Long> redis = new ArrayList<>(ours);
        for (Service service : Service.values()) {
            long pid = stack.process(service).pid();
            parts.put(service.folder(), new CpuMeter(List.of(pid)));
            redis.remove(pid);
        }
        parts.put("redis", new CpuMeter(redis));
        long hub = stack.process(Service.CAPTION_HUB).pid();
        LivelineTarget whole = new LivelineTarget(PORTS, token, SECRET, new CpuMeter(ours), parts);
        LivelineTarget hubOnly = new LivelineTarget(PORTS, token, SECRET, new CpuMeter(List.of(hub)), Map.of());
        if (scope == Scope.FAN_OUT) {
            fanOut(hubOnly, peers);
            return;
        }
        System.out.println("Warming up, everybody alike: 4,000 events a second, not measured.");
        load(whole, "warm", warmUp());
        for (Target peer : peers.all()) {
            load(peer, "warm", warmUp());
        }
        events(whole, peers);
        if (scope == Scope.EVENTS) {
            return;
        }
        fanOut(hubOnly, peers);
        memory(whole, stack.redisUrl());
        if (scope == Scope.WHOLE) {
            idle(hubOnly, hub);
            growth(whole, hubOnly);
        }
    }

    private Load warmUp() {
        return new Load(200, 1, 4000, Duration.ZERO, Duration.ofSeconds(scope == Scope.QUICK ? 12 : 30));
    }

    private void events(LivelineTarget whole, Peers peers) throws IOException, InterruptedException {
        Duration warmUp = scope == Scope.QUICK ? WARM_UP : LONG_WARM_UP;
        Table.heading("P1, P3  webhooks verified, committed, streamed, delivered to one viewer each; 200 calls");
        for (int rate : scope == Scope.QUICK ? new int[]{ 1000 } : new int[]{ 4000, 1000 }) {
            Result mine = load(whole, "p1-" + rate, new Load(200, 1, rate, warmUp, measured));
            Table.row(whole.name() + " at " + rate + "/s", mine);
            for (Target peer : peers.all()) {
                Result its = load(peer, "p1-" + rate, new Load(200, 1, rate, warmUp, measured));
                Table.row(peer.name() + " at " + rate + "/s", its);
                double ratio = mine.cpuMicrosAnEvent() / its.cpuMicrosAnEvent();
                switch (peer) {
                    case NodeTarget _ ->
                        Table.ratio("P1 CPU an event against the Node process", ratio, rate == 1000 ? "<= 0.7" : "none");
                    case NchanTarget _ -> {
                        Table.ratio("P1 CPU an event against nchan", ratio, rate == 1000 ? "none" : "<= 3");
                        Table.ratio("P3 p50 against nchan", mine.p50Millis() / its.p50Millis(), rate == 1000 ? "<= 4" : "none");
                        Table.ratio("P3 p99 against nchan", mine.p99Millis() / its.p99Millis(), rate == 1000 ? "<= 4" : "none");
                    }
                    case LivelineTarget _ -> throw new IllegalStateException("Liveline is no peer of its own");
                }
            }
        }
    }

    private void fanOut(LivelineTarget hubOnly, Peers peers) throws IOException, InterruptedException {
        Table.heading("P2  one call, 1,000 viewers, 15 events a second: the hub's CPU");
        Load wide = new Load(1, 1000, 15, scope == Scope.QUICK ? WARM_UP : LONG_WARM_UP, measured);
        Result mine = load(hubOnly, "p2", wide);
        Table.row("caption-hub", mine);
        for (Target peer : peers.all()) {
            Result its = load(peer, "p2", wide);
            Table.row(peer.name(), its);
            Table.ratio("P2 CPU a delivery against " + peer.name(), mine.cpuMicrosADelivery() / its.cpuMicrosADelivery(),
                    peer instanceof NchanTarget ? "<= 1" : "none");
        }
    }

    private static void memory(LivelineTarget whole, String redisUrl) throws IOException, InterruptedException {
        System.out.println();
        System.out.println("P5  Redis memory of one live call after 1,000 captions, 100 of them final");
        load(whole, "p5", new Load(1, 1, 200, Duration.ZERO, Duration.ofSeconds(5)));
        System.out.printf(Locale.ROOT, "  %.1f KB (aim <= 30)%n", RedisMemory.bytesOf("bench-p5-0", redisUrl) / 1024.0);
    }

    private void idle(LivelineTarget hubOnly, long hub) throws IOException, InterruptedException {
        int sockets = 5000;
        Table.heading("P4  memory of the hub per idle WebSocket at " + sockets);
        collectGarbage(hub);
        long before = hubOnly.cpu().residentBytes();
        try (Run run = new Run(hubOnly)) {
            run.watch("p4", new Load(50, sockets / 50, 0, Duration.ZERO, Duration.ZERO));
            collectGarbage(hub);
            long after = hubOnly.cpu().residentBytes();
            System.out.printf(Locale.ROOT, "  %.1f KB each (%d open; resident %d -> %d MB)%n",
                    (after - before) / 1024.0 / sockets,
                    run.openViewers(), before >> 20, after >> 20);
        }
    }

    private void growth(LivelineTarget whole, LivelineTarget hubOnly) throws IOException, InterruptedException {
        Table.heading(
                "P8  flat growth: CPU an event from 10 to 2,000 calls at 1,000/s; a delivery from 10 to 5,000 viewers at 10,000/s");
        Result few = load(whole, "p8-few", new Load(10, 1, 1000, Duration.ofSeconds(5), measured));
        Table.row("10 calls", few);
        Result many = load(whole, "p8-many", new Load(2000, 1, 1000, Duration.ofSeconds(10), measured));
        Table.row("2,000 calls", many);
        Table.ratio("P8 an event, many against few", many.cpuMicrosAnEvent() / few.cpuMicrosAnEvent(), "<= 1.2");
        Result narrow = load(hubOnly, "p8-narrow", new Load(100, 10, 1000, Duration.ofSeconds(5), measured));
        Table.row("10 viewers a call", narrow);
        Result broad = load(hubOnly, "p8-broad", new Load(1, 5000, 2, Duration.ofSeconds(5), measured));
        Table.row("5,000 viewers a call", broad);
        Table.ratio("P8 a delivery, broad against narrow", broad.cpuMicrosADelivery() / narrow.cpuMicrosADelivery(), "<= 1.2");
    }

    private static Result load(Target target, String prefix, Load load) throws IOException, InterruptedException {
        try (Run run = new Run(target)) {
            run.watch("bench-" + prefix, load);
            return run.send(load);
        }
    }

    private static void collectGarbage(long pid) throws IOException, InterruptedException {
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    }

    private static void write(java.io.Writer out, String line) {
        try {
            synchronized (out) {
                out.write(line);
                out.write('\n');
                out.flush();
            }
        } catch (IOException full) {
            System.err.println("bench.log cannot be written: " + full.getMessage());
        }
    }
}
