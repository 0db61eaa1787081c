package dev.liveline.simulator.drive;

import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.vapi.CallFacts;
import dev.liveline.simulator.vapi.CallJson;
import dev.liveline.simulator.vapi.Dialect;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Posts signed server messages straight at one or several replicas of `/webhook/vapi`, without a cloud: over kept-alive connections,
/// round robin, repeating what is answered 503 or not at all.
///
/// ```java
/// try (var poster = new WebhookPoster(vertx, WebhookSigning.hmac("secret"), List.of(url1, url2), 64)) {
///     poster.play(call, Delivery.faithful(Timeline.of(call)), 20).join();     // twenty times as fast as life
/// }
/// ```
public final class WebhookPoster implements AutoCloseable {

    private static final int TRIES = 60;
    private static final long RETRY_MILLIS = 250;

    private final Vertx vertx;
    private final WebhookSigning signing;
    private final List<String> urls;
    private final HttpClient client;
    private final AtomicInteger turn = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final Map<Integer, Integer> refused = new ConcurrentHashMap<>();

    /// @param urls of the webhook, one a replica
    /// @param connections to each host
    public WebhookPoster(Vertx vertx, WebhookSigning signing, List<String> urls, int connections) {
        this.vertx = vertx;
        this.signing = signing;
        this.urls = List.copyOf(urls);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setConnectTimeout(2000).setMaxWaitQueueSize(-1),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /// How many messages were answered 2xx.
    public long accepted() {
        return accepted.sum();
    }

    /// How many times a message was sent again.
    public long retried() {
        return retried.sum();
    }

    /// How many messages were refused for good, or given up, by their last status; 0 is no answer.
    public Map<Integer, Integer> refused() {
        return Map.copyOf(refused);
    }

    /// Posts one body and repeats it while the server says "later"; the final status, 0 if there was never an answer.
    public Future<Integer> post(byte[] body) {
        return attempt(body, Buffer.buffer(body), 1);
    }

    private Future<Integer> attempt(byte[] body, Buffer payload, int tries) {
        var url = urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
        var options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url).setTimeout(10_000);
        return client.request(options).compose(request -> {
            request.putHeader("Content-Type", "application/json");
            signing.headers(body, System.currentTimeMillis()).forEach(request::putHeader);
            // Listened to in the turn that sends it: later, a short answer may be over.
            return request.send(payload).compose(WebhookPoster::status);
        }).otherwise(0).compose(status -> {
            if (status >= 200 && status < 300) {
                accepted.increment();
                return Future.succeededFuture(status);
            }
            if (tries >= TRIES || status != 503 && status != 0) {
                refused.merge(status, 1, Integer::sum);
                return Future.succeededFuture(status);
            }
            retried.increment();
            var later = Promise.<Integer>promise();
            vertx.setTimer(RETRY_MILLIS, _ -> attempt(body, payload, tries + 1).onComplete(later));
            return later.future();
        });
    }

    private static Future<Integer> status(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    /// Plays a scripted call with its times divided by `speed`. A delivery does not wait for the answer to the one before, so that a
    /// slow answer does not undo the pace; completes when all have been answered.
    public CompletableFuture<Void> play(ScriptedCall call, List<Delivery> deliveries, double speed) {
        return play(CallFacts.of(call, System.currentTimeMillis()), Dialect.schema(), deliveries, speed);
    }

    /// The same with facts and dialect of your own; the facts' speed is replaced.
    public CompletableFuture<Void> play(CallFacts facts, Dialect dialect, List<Delivery> deliveries, double speed) {
        var bodies = render(facts.atSpeed(speed), dialect, deliveries);
        var done = new CompletableFuture<Void>();
        if (deliveries.isEmpty()) {
            done.complete(null);
        }
        var left = new AtomicInteger(deliveries.size());
        for (var delivery : deliveries) {
            long millis = Math.max(1, (long) (delivery.dueAt().toMillis() / speed));
            vertx.setTimer(millis, _ -> post(bodies.get(delivery.message().ordinal())).onComplete(_ -> {
                if (left.decrementAndGet() == 0) {
                    done.complete(null);
                }
            }));
        }
        return done;
    }

    /// The bodies by ordinal, each rendered once, in true order: a repeat is the same bytes.
    public static Map<Integer, byte[]> render(CallFacts facts, Dialect dialect, List<Delivery> deliveries) {
        var json = new CallJson(facts, dialect);
        var bodies = new HashMap<Integer, byte[]>();
        deliveries.stream()
            .map(Delivery::message)
            .distinct()
            .sorted(Comparator.comparingInt(message -> message.ordinal()))
            .forEach(message -> bodies.put(message.ordinal(), json.render(message)));
        return bodies;
    }

    @Override
    public void close() {
        client.close();
    }
}
