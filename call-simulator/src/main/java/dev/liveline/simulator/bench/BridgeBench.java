package dev.liveline.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;

import dev.liveline.simulator.bench.BridgeLoad.Passed;
import dev.liveline.simulator.bench.BridgeLoad.Stretch;
import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Service;

/// P6 of docs/performance.md: bridged calls through the packaged call-router, from the caller's ring on.
final class BridgeBench implements AutoCloseable {

    /// How long, after the first seconds in which everything is still cold.
    ///
    /// @param stretches measured one after the other
    record Shape(int calls, Duration warmUp, Duration stretch, int stretches) {}

    private static final int STARVED_MILLIS = 5;

    private final Shape shape;
    private final Ports ports;
    private final URI publicUrl;
    private final String authToken;
    private final BridgeLoad load;

    /// @param publicUrl the services'
    BridgeBench(Shape shape, Ports ports, URI publicUrl, String authToken) {
        this.shape = shape;
        this.ports = ports;
        this.publicUrl = publicUrl;
        this.authToken = authToken;
        URI media = URI.create(publicUrl.toString().replaceFirst("^http", "ws") + "/twilio/media");
        this.load = new BridgeLoad(new BridgeLoad.MediaSocket(ports.of(Service.CALL_ROUTER), media, authToken), shape.calls());
    }

    /// The `VAPI_BASE_URL` that call-router must be started with.
    URI vapi() {
        return load.vapi();
    }

    /// @param token  of an admin
    /// @param router the process
    void run(String token, CpuMeter router) throws Exception {
        System.out.println();
        System.out.printf(Locale.ROOT,
                "P6  media bridge: %d calls, 50 frames a second each way, a barge-in each five seconds; speech: %s%n",
                shape.calls(),
                load.speaker());
        System.out.println(
                "  frames                         arrived     lost  out of order   p50 ms   p99 ms   max ms");
        try (HttpClient http = HttpClient.newHttpClient()) {
            VoiceWebhook webhook = new VoiceWebhook(http,
                    URI.create("http://localhost:" + ports.of(Service.CALL_ROUTER)), publicUrl, authToken);
            webhook.route(token);
            load.start(webhook);
        }
        load.measure(shape.warmUp());
        for (int stretch = 1; stretch <= shape.stretches(); stretch++) {
            measure(stretch, router);
        }
        Stretch rest = load.finish();
        System.out.printf(Locale.ROOT, "  still on their way at the end: %d arrived, %d lost%n",
                rest.toAssistant().received() + rest.toCaller().received(), rest.toAssistant().lost() + rest.toCaller().lost());
    }

    private void measure(int number, CpuMeter router) throws IOException, InterruptedException {
        long before = router.micros();
        Stretch stretch = load.measure(shape.stretch());
        double callSeconds = (double) shape.calls() * shape.stretch().toMillis() / 1_000;
        double cpuMillis = (router.micros() - before) / 1_000.0 / callSeconds;
        String which = shape.stretches() == 1 ? "" : ", " + number;
        row("caller to assistant" + which, stretch.toAssistant());
        row("assistant to caller" + which, stretch.toCaller());
        row("without a bridge" + which, stretch.direct());
        System.out.printf(Locale.ROOT,
                "    %d barge-ins, %d frames of a cut utterance heard after clear, %d marks; resident %d MB; the load itself ran %.1f ms late (p99)%n",
                stretch.bargeIns(), stretch.heardAfterClear(), stretch.marks(), router.residentBytes() >> 20,
                stretch.lateMillis());
        System.out.printf(Locale.ROOT, "  => P6 CPU ms a call-second: %.2f (aim <= 6)%n", cpuMillis);
        System.out.printf(Locale.ROOT,
                "  => P6 added latency p99, both clouds' sockets included: %.2f ms to the assistant, %.2f ms to the caller (aim < 5)%n",
                stretch.toAssistant().p99Millis(), stretch.toCaller().p99Millis());
        System.out.printf(Locale.ROOT, "  => P6 frames lost: %d (aim 0)%n",
                stretch.toAssistant().lost() + stretch.toCaller().lost());
        if (stretch.lateMillis() > STARVED_MILLIS) {
            System.out.println("     (starved: others use this machine; as root, `chrt -r 1 ./liveline bench` keeps them out)");
        }
    }

    @Override
    public void close() {
        load.close();
    }

    private static void row(String name, Passed passed) {
        System.out.printf(Locale.ROOT, "  %-28s %9d %8d %13d %8.2f %8.2f %8.1f%n", name, passed.received(), passed.lost(),
                passed.outOfOrder(), passed.p50Millis(), passed.p99Millis(), passed.maxMillis());
    }
}
