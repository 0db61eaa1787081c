package dev.liveline.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.liveline.simulator.bench.Run.Load;
import dev.liveline.simulator.bench.Run.Result;
import dev.liveline.simulator.stack.DevKey;
import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Service;
import dev.liveline.simulator.stack.Stack;
import dev.liveline.simulator.stack.Workplace;

/// `./liveline bench [--quick]`: what docs/performance.md lists, against the packaged services on this machine and, where it is installed,
/// nginx with nchan in the same run. `./liveline bench --bridge [calls seconds [stretches]]`: the media bridge alone, also for as long as a soak
/// takes.
public final class Bench {

    private static final String SECRET = "bench-webhook-secret";
    private static final String TWILIO_TOKEN = "bench";
    private static final Ports PORTS = new Ports(20_000);
    private static final int BRIDGED_CALLS = 100;

    private final boolean quick;
    private final boolean bridgeOnly;
    private final BridgeBench.Shape bridged;
    private final Duration warmUp;
    private final Duration measured;

    private Bench(boolean quick, boolean bridgeOnly, BridgeBench.Shape bridged) {
        this.quick = quick;
        this.bridgeOnly = bridgeOnly;
        this.bridged = bridged;
        this.warmUp = Duration.ofSeconds(5);
        this.measured = Duration.ofSeconds(quick ? 8 : 20);
    }

    public static void main(String[] args) throws Exception {
        Optional<Bench> bench = of(args);
        if (bench.isEmpty()) {
            System.err.println("usage: ./liveline bench [--quick] | --bridge [calls seconds [stretches]]");
            System.exit(2);
        }
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            System.err.println("The benchmarks read CPU times from Linux's /proc and run on Linux only.");
            System.exit(2);
        }
        bench.orElseThrow().run();
    }

    private static Optional<Bench> of(String... args) {
        boolean quick = Arrays.equals(args, new String[]{ "--quick" });
        if (args.length == 0 || quick) {
            return Optional.of(new Bench(quick, false, new BridgeBench.Shape(BRIDGED_CALLS, Duration.ofSeconds(10),
                    Duration.ofSeconds(30), 1)));
        }
        boolean numbers = Arrays.stream(args).skip(1).allMatch(arg -> arg.matches("[1-9][0-9]{0,4}"));
        if (!args[0].equals("--bridge") || args.length == 2 || args.length > 4 || !numbers) {
            return Optional.empty();
        }
        return Optional.of(new Bench(false, true,
                new BridgeBench.Shape(args.length > 1 ? Integer.parseInt(args[1]) : BRIDGED_CALLS, Duration.ofSeconds(10),
                        Duration.ofSeconds(args.length > 2 ? Integer.parseInt(args[2]) : 30),
                        args.length > 3 ? Integer.parseInt(args[3]) : 1)));
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
            if (!bridgeOnly) {
                measure(stack, token);
            }
            if (!quick) {
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

    private void measure(Stack stack, String token) throws IOException, InterruptedException {
        Map<String, CpuMeter> parts = new TreeMap<>();
        List<Long> all = new ArrayList<>(ProcessHandle.current().children().map(ProcessHandle::pid).toList());
        List<Long> redis = new ArrayList<>(all);
        for (Service service : Service.values()) {
            long pid = stack.process(service).pid();
            parts.put(service.folder(), new CpuMeter(List.of(pid)));
            redis.remove(pid);
        }
        parts.put("redis", new CpuMeter(redis));
        long hub = stack.process(Service.CAPTION_HUB).pid();
        LivelineTarget whole = new LivelineTarget(PORTS, token, SECRET, new CpuMeter(all), parts);
        LivelineTarget hubOnly = new LivelineTarget(PORTS, token, SECRET, new CpuMeter(List.of(hub)), Map.of());
        System.out.println("Warming up: 4,000 events a second, not measured.");
        load(whole, "warm", new Load(200, 1, 4000, Duration.ZERO, quick ? Duration.ofSeconds(15) : Duration.ofSeconds(30)));
        heading("P1, P3  webhooks verified, committed, streamed, delivered to one viewer each; 200 calls");
        Optional<Result> nchanSlow = Optional.empty();
        Optional<Result> nchanFast = Optional.empty();
        List<Result> mine = new ArrayList<>();
        for (int rate : quick ? new int[]{ 1000 } : new int[]{ 1000, 4000 }) {
            Result result = load(whole, "p1-" + rate, new Load(200, 1, rate, warmUp, measured));
            mine.add(result);
            row(whole.name() + " at " + rate + "/s", result);
        }
        Optional<NchanTarget> nchan = NchanTarget.start();
        try {
            if (nchan.isPresent()) {
                nchanSlow = Optional.of(load(nchan.get(), "p1", new Load(200, 1, 1000, Duration.ofSeconds(2), measured)));
                row("nchan at 1000/s", nchanSlow.get());
                if (!quick) {
                    nchanFast = Optional.of(load(nchan.get(), "p1b", new Load(200, 1, 4000, Duration.ofSeconds(2), measured)));
                    row("nchan at 4000/s", nchanFast.get());
                }
            } else {
                System.out
                    .println("  (no peer: install Debian's nginx and libnginx-mod-nchan to measure nchan in the same run)");
            }
            nchanSlow.ifPresent(peer -> ratio("P3 p50 against nchan", mine.getFirst().p50Millis() / peer.p50Millis(), "<= 4"));
            nchanSlow.ifPresent(peer -> ratio("P3 p99 against nchan", mine.getFirst().p99Millis() / peer.p99Millis(), "<= 4"));
            nchanFast.ifPresent(peer -> ratio("P1 CPU an event at 4000/s against nchan",
                    mine.getLast().cpuMicrosAnEvent() / peer.cpuMicrosAnEvent(), "<= 3"));

            heading("P2  one call, 1,000 viewers, 15 events a second: the hub's CPU");
            Load wide = new Load(1, 1000, 15, warmUp, measured);
            Result fanOut = load(hubOnly, "p2", wide);
            row("caption-hub", fanOut);
            if (nchan.isPresent()) {
                Result peer = load(nchan.get(), "p2", new Load(1, 1000, 15, Duration.ofSeconds(2), measured));
                row("nchan", peer);
                ratio("P2 CPU a delivery against nchan", fanOut.cpuMicrosADelivery() / peer.cpuMicrosADelivery(), "<= 1");
            }
        } finally {
            if (nchan.isPresent()) {
                nchan.get().close();
            }
        }
        memory(whole, stack.redisUrl());
        if (!quick) {
            idle(hubOnly, hub);
            growth(whole, hubOnly);
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
        heading("P4  memory of the hub per idle WebSocket at " + sockets);
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
        heading("P8  flat growth: CPU an event from 10 to 2,000 calls at 1,000/s; a delivery from 10 to 5,000 viewers at 10,000/s");
        Result few = load(whole, "p8-few", new Load(10, 1, 1000, Duration.ofSeconds(5), measured));
        row("10 calls", few);
        Result many = load(whole, "p8-many", new Load(2000, 1, 1000, Duration.ofSeconds(10), measured));
        row("2,000 calls", many);
        ratio("P8 an event, many against few", many.cpuMicrosAnEvent() / few.cpuMicrosAnEvent(), "<= 1.2");
        Result narrow = load(hubOnly, "p8-narrow", new Load(100, 10, 1000, Duration.ofSeconds(5), measured));
        row("10 viewers a call", narrow);
        Result broad = load(hubOnly, "p8-broad", new Load(1, 5000, 2, Duration.ofSeconds(5), measured));
        row("5,000 viewers a call", broad);
        ratio("P8 a delivery, broad against narrow", broad.cpuMicrosADelivery() / narrow.cpuMicrosADelivery(), "<= 1.2");
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

    private static void heading(String text) {
        System.out.println();
        System.out.println(text);
        System.out.println(
                "  load                         CPU us/event  CPU us/delivery   p50 ms   p99 ms   events  refused  finals lost");
    }

    private static void row(String name, Result r) {
        System.out.printf(Locale.ROOT, "  %-28s %12.1f %16.1f %8.2f %8.2f %8d %8d %12d%n", name, r.cpuMicrosAnEvent(),
                r.cpuMicrosADelivery(),
                r.p50Millis(), r.p99Millis(), r.events(), r.refused(), r.finalsLost());
        if (!r.cpuMicrosOfParts().isEmpty()) {
            System.out.println("    of which us/event: " + r.cpuMicrosOfParts()
                .entrySet()
                .stream()
                .map(part -> String.format(Locale.ROOT, "%s %.1f", part.getKey(),
                        (double) part.getValue() / Math.max(1, r.events())))
                .collect(Collectors.joining(", ")));
        }
    }

    private static void ratio(String what, double ratio, String target) {
        System.out.printf(Locale.ROOT, "  => %s: %.2f (aim %s)%n", what, ratio, target);
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
