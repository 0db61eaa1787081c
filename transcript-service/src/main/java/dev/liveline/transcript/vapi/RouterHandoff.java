package dev.liveline.transcript.vapi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import dev.liveline.edge.webhook.VapiAuthentication;
import dev.liveline.transcript.HttpPosts;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/// Hands requests about routing to call-router, which Vapi does not know, and returns its answer; a configured one when it does not come in
/// time. Vapi gives up after 7.5 s and speaks of none of this.
@Singleton
final class RouterHandoff {

    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final String ASSISTANT_REQUEST = "assistant-request";

    private final HttpPosts posts;
    private final VapiAuthentication authentication;
    private final HandoffConfig config;
    private final InstantSource clock;
    private final MeterRegistry registry;

    RouterHandoff(Vertx vertx, VapiAuthentication authentication, HandoffConfig config, InstantSource clock,
            MeterRegistry registry) {
        this.posts = new HttpPosts(vertx, 64);
        this.authentication = authentication;
        this.config = config;
        this.clock = clock;
        this.registry = registry;
    }

    /// Never fails.
    ///
    /// @param arrivedAt when the request reached us: the deadline counts from there
    Future<Buffer> ask(String type, byte[] body, long arrivedAt) {
        long left = Math.max(200, config.deadline().toMillis() - (clock.millis() - arrivedAt));
        long begun = System.nanoTime();
        return post(body, left).map(answer -> {
            count(type, "answered", begun);
            return answer;
        }).otherwise(_ -> {
            count(type, "fallback", begun);
            return Buffer
                .buffer(type.equals(ASSISTANT_REQUEST) ? config.assistantRequestFallback() : config.transferFallback());
        });
    }

    private Future<Buffer> post(byte[] body, long left) {
        Map<String, String> headers = new HashMap<>(authentication.sign(body, clock.millis()));
        headers.put("Content-Type", "application/json");
        return posts
            .post(config.url() + "/webhook/vapi/routing", headers, Buffer.buffer(body), Duration.ofMillis(left), LARGEST_ANSWER)
            .compose(answer -> answer.status() == 200 && isObject(answer.body()) ? Future.succeededFuture(answer.body())
                    : Future.failedFuture("call-router answered " + answer.status() + " or no JSON object"));
    }

    private static boolean isObject(Buffer answer) {
        try {
            return !new JsonObject(answer).isEmpty();
        } catch (DecodeException noObject) {
            return false;
        }
    }

    private void count(String type, String outcome, long begun) {
        registry.timer("liveline_transcript_handoff", "type", type, "outcome", outcome)
            .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
}
