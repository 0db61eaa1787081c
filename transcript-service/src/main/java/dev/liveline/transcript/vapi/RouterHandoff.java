package dev.liveline.transcript.vapi;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import dev.liveline.edge.webhook.VapiAuthentication;
import io.micrometer.core.instrument.MeterRegistry;
import dev.liveline.transcript.HttpAnswers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/// Hands requests about routing to call-router, which Vapi does not know, and returns its answer; a configured one when it does not come in
/// time. Vapi gives up after 7.5 s and speaks of none of this.
@Singleton
final class RouterHandoff {

    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final String ASSISTANT_REQUEST = "assistant-request";

    private final HttpClient http;
    private final VapiAuthentication authentication;
    private final HandoffConfig config;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Vertx vertx;

    RouterHandoff(Vertx vertx, VapiAuthentication authentication, HandoffConfig config, InstantSource clock,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64).setConnectTimeout(1000));
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
        return inTime(post(body, left), left).map(answer -> {
            count(type, "answered", begun);
            return answer;
        }).otherwise(_ -> {
            count(type, "fallback", begun);
            return Buffer
                .buffer(type.equals(ASSISTANT_REQUEST) ? config.assistantRequestFallback() : config.transferFallback());
        });
    }

    private Future<Buffer> post(byte[] body, long left) {
        long now = clock.millis();
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST)
            .setAbsoluteURI(config.url() + "/webhook/vapi/routing")
            .setTimeout(left)
            .putHeader("Content-Type", "application/json");
        authentication.sign(body, now).forEach(options::putHeader);
        return http.request(options).compose(request -> request.send(Buffer.buffer(body))).compose(response -> {
            if (response.statusCode() != 200) {
                HttpAnswers.dropRest(response);
                return Future.failedFuture("call-router answered " + response.statusCode());
            }
            return response.body();
        }).compose(answer -> isObject(answer) ? Future.succeededFuture(answer) : Future.failedFuture("no JSON object"));
    }

    private static boolean isObject(Buffer answer) {
        try {
            return answer.length() <= LARGEST_ANSWER && !new JsonObject(answer).isEmpty();
        } catch (DecodeException noObject) {
            return false;
        }
    }

    private <T> Future<T> inTime(Future<T> work, long millis) {
        Promise<T> first = Promise.promise();
        long timer = vertx.setTimer(millis, _ -> first.tryFail("call-router did not answer in time"));
        work.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                first.tryComplete(done.result());
            } else {
                first.tryFail(done.cause());
            }
        });
        return first.future();
    }

    private void count(String type, String outcome, long begun) {
        registry.timer("liveline_transcript_handoff", "type", type, "outcome", outcome)
            .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
}
