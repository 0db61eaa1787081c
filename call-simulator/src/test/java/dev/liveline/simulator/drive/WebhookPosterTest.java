package dev.liveline.simulator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.Fault;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Timeline;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WebhookPosterTest {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Integer> bodies = new ConcurrentHashMap<>();
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();
    private volatile int failures;
    private final HttpServer one = server(first);
    private final HttpServer two = server(second);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpServer server(AtomicInteger count) {
        return vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
            count.incrementAndGet();
            if (failures-- > 0) {
                request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
            } else {
                bodies.merge(body.toString(), 1, Integer::sum);
                request.response().end();
            }
        })).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private WebhookPoster poster() {
        return new WebhookPoster(vertx, WebhookSigning.hmac("s"),
                List.of("http://127.0.0.1:" + one.actualPort() + "/webhook/vapi",
                        "http://127.0.0.1:" + two.actualPort() + "/webhook/vapi"),
                8);
    }

    @Nested
    class PlayingACall {

        private final ScriptedCall call = new ScenarioGenerator(3).call(0);

        @Test
        void everyMessageIsAcceptedOnceThoughTheServerIsBusyAtFirst() throws Exception {
            failures = 5;
            try (var poster = poster()) {
                poster.play(call, Delivery.faithful(Timeline.of(call)), 500).get(60, TimeUnit.SECONDS);
                assertThat(poster.accepted()).isEqualTo(Timeline.of(call).size());
                assertThat(poster.retried()).isEqualTo(5);
                assertThat(poster.refused()).isEmpty();
                assertThat(bodies).hasSize(Timeline.of(call).size());
                assertThat(first.get()).isPositive();
                assertThat(second.get()).isPositive();
            }
        }

        @Test
        void aDuplicateIsTheSameBytes() throws Exception {
            try (var poster = poster()) {
                var deliveries = Fault.deliver(Timeline.of(call), List.of(new Fault.Duplicated(1, Duration.ofSeconds(1))), 1);
                poster.play(call, deliveries, 500).get(60, TimeUnit.SECONDS);
                assertThat(bodies.values()).hasSize(Timeline.of(call).size()).containsOnly(2);
            }
        }
    }
}
