package dev.liveline.simulator.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

import org.HdrHistogram.ConcurrentHistogram;

import dev.liveline.simulator.bench.Target.Caption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/// One load on one target: viewers on calls, captions at a steady rate, one in ten final. Counts what arrived and when.
final class Run implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final int KEPT = 1 << 20;
    private static final Duration STEP = Duration.ofMillis(5);

    /// @param calls         live at once, taking turns
    /// @param viewersACall  sockets on each
    /// @param eventsASecond over all calls
    record Load(int calls, int viewersACall, int eventsASecond, Duration warmUp, Duration measured) {}

    /// @param events      accepted by the target in the measured time
    /// @param refused     not accepted
    /// @param deliveries  captions that arrived at viewers
    /// @param finalsLost  finals accepted that a viewer never got
    /// @param cpuMicros   of the target's processes
    /// @param cpuMicrosOfParts the same by part
    record Result(long events, long refused, long deliveries, long finalsLost, long cpuMicros, double p50Millis,
            double p99Millis, Map<String, Long> cpuMicrosOfParts) {

        double cpuMicrosAnEvent() {
            return (double) cpuMicros / Math.max(1, events);
        }

        double cpuMicrosADelivery() {
            return (double) cpuMicros / Math.max(1, deliveries);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Target target;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private final List<WebSocket> viewers = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final AtomicLongArray sentAt = new AtomicLongArray(KEPT);
    private final ConcurrentHistogram latency = new ConcurrentHistogram(60_000_000L, 3);
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong finalsSent = new AtomicLong();
    private final AtomicLong finalsArrived = new AtomicLong();

    Run(Target target) {
        this.target = target;
        this.http = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true).setMaxWaitQueueSize(200_000),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(20_000)
            .setMaxFrameSize(1 << 20)
            .setMaxMessageSize(1 << 22));
    }

    /// Opens viewers, a few at a time.
    void watch(String prefix, Load load) {
        for (int call = 0; call < load.calls(); call++) {
            calls.add(prefix + "-" + call);
        }
        AtomicInteger failed = new AtomicInteger();
        AtomicReference<Throwable> why = new AtomicReference<>();
        List<CompletableFuture<?>> opening = new ArrayList<>();
        for (String call : calls) {
            for (int viewer = 0; viewer < load.viewersACall(); viewer++) {
                opening.add(open(call).onFailure(cause -> {
                    failed.incrementAndGet();
                    why.set(cause);
                }).toCompletionStage().toCompletableFuture());
                if (opening.size() == 50) {
                    opening.forEach(Run::settle);
                    opening.clear();
                }
            }
        }
        opening.forEach(Run::settle);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " viewers could not connect to " + target.name(), why.get());
        }
    }

    private static void settle(CompletableFuture<?> future) {
        future.handle((_, _) -> null).join();
    }

    private Future<WebSocket> open(String call) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("localhost")
            .setPort(target.viewPort())
            .setURI(target.viewPath(call))
            .setAllowOriginHeader(false);
        target.viewHeaders().forEach(options::addHeader);
        return sockets.connect(options).onSuccess(socket -> {
            socket.textMessageHandler(this::arrived);
            synchronized (viewers) {
                viewers.add(socket);
            }
        });
    }

    private void arrived(String text) {
        if (text.contains("\"type\":\"snapshot\"")) {
            return;
        }
        int start = text.indexOf('#');
        int end = text.indexOf('#', start + 1);
        if (start < 0 || end < 0) {
            return;
        }
        long number = Long.parseLong(text, start + 1, end, 10);
        deliveries.incrementAndGet();
        if (text.contains("\"final\":true")) {
            finalsArrived.incrementAndGet();
        }
        long sent = sentAt.get((int) (number % KEPT));
        if (sent != 0) {
            latency.recordValue(Math.clamp((System.nanoTime() - sent) / 1000, 0, 60_000_000L));
        }
    }

    /// Sends the load and waits until what was accepted has arrived, or ten quiet seconds have passed.
    Result send(Load load) throws IOException, InterruptedException {
        pace(load, load.warmUp());
        quiesce();
        accepted.set(0);
        refused.set(0);
        deliveries.set(0);
        finalsSent.set(0);
        finalsArrived.set(0);
        latency.reset();
        long before = target.cpu().micros();
        Map<String, Long> partsBefore = parts();
        pace(load, load.measured());
        quiesce();
        long cpu = target.cpu().micros() - before;
        Map<String, Long> parts = parts();
        parts.replaceAll((part, micros) -> micros - partsBefore.get(part));
        long lost = finalsSent.get() * load.viewersACall() - finalsArrived.get();
        return new Result(accepted.get(), refused.get(), deliveries.get(), lost, cpu, latency.getValueAtPercentile(50) / 1000.0,
                latency.getValueAtPercentile(99) / 1000.0, parts);
    }

    private Map<String, Long> parts() throws IOException {
        Map<String, Long> micros = new TreeMap<>();
        for (Map.Entry<String, CpuMeter> part : target.parts().entrySet()) {
            micros.put(part.getKey(), part.getValue().micros());
        }
        return micros;
    }

    /// Sends on the event loop's own clock: every step as many as the rate owes by then.
    private void pace(Load load, Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long total = load.eventsASecond() * time.toMillis() / 1000;
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> done = new CompletableFuture<>();
        long timer = vertx.setPeriodic(STEP.toMillis(), _ -> {
            long owed = Math.min(total, (System.nanoTime() - start) * load.eventsASecond() / 1_000_000_000L);
            while (sent.get() < owed) {
                sent.incrementAndGet();
                post(numbers.incrementAndGet());
            }
            if (sent.get() >= total) {
                done.complete(null);
            }
        });
        done.join();
        vertx.cancelTimer(timer);
    }

    private void post(long number) {
        String call = calls.get((int) (number % calls.size()));
        // Every tenth caption of each call, not of all: calls take turns.
        Caption caption = new Caption(number, number / calls.size() % 10 == 9);
        Target.Message message = target.message(call, caption, System.currentTimeMillis());
        sentAt.set((int) (number % KEPT), System.nanoTime());
        http.request(HttpMethod.POST, target.publishPort(), "localhost", target.publishPath(call)).compose(request -> {
            request.putHeader("Content-Type", "application/json");
            message.headers().forEach(request::putHeader);
            return request.send(Buffer.buffer(message.body()));
        }).compose(response -> response.end().map(response.statusCode())).onComplete(answer -> {
            if (answer.succeeded() && answer.result() / 100 == 2) {
                accepted.incrementAndGet();
                if (caption.last()) {
                    finalsSent.incrementAndGet();
                }
            } else {
                refused.incrementAndGet();
            }
        });
    }

    private void quiesce() throws InterruptedException {
        long last = -1;
        int quiet = 0;
        while (quiet < 5) {
            Thread.sleep(200);
            long now = deliveries.get() + accepted.get();
            quiet = now == last ? quiet + 1 : 0;
            last = now;
        }
    }

    int openViewers() {
        synchronized (viewers) {
            return (int) viewers.stream().filter(viewer -> !viewer.isClosed()).count();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
