package dev.liveline.transcript;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.Shards;
import dev.liveline.events.Standing;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/// What Prometheus reads of calls whose course is known to the millisecond. Counters are compared with what they were before, because all
/// tests share them.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PartnersResource.class)
class MetricsTest {

    @TestHTTPResource(management = true)
    URI management;

    @Inject
    RedisDataSource redis;

    @Inject
    Shards shards;

    @Inject
    SilenceSweep sweep;

    private final String call = UUID.randomUUID().toString();
    /// Later than any arrival: what is heard then is never too old to be a barge-in.
    private final long t = System.currentTimeMillis() + 60_000;
    private Measures before;

    @Test
    void countTheIntakeByTypeAndOutcome() {
        look();
        String hang = Vapi.message(call, "hang", t, "");
        long signedAt = System.currentTimeMillis();
        Vapi.signed(hang, signedAt).post("/webhook/vapi").then().statusCode(200);
        Vapi.signed(hang, signedAt).post("/webhook/vapi").then().statusCode(401);
        Vapi.send(Vapi.message(call, "made-up-type", t, "")).statusCode(200);
        Vapi.send(Vapi.message(call, "call.deleted", t, "")).statusCode(200);
        Vapi.withSecret("{").post("/webhook/vapi").then().statusCode(400);
        given().contentType("application/json").body(hang).post("/webhook/vapi").then().statusCode(401);

        assertThat(rise("intake_total", "type=\"hang\"", "outcome=\"committed\"")).isEqualTo(1);
        assertThat(rise("intake_total", "type=\"hang\"", "outcome=\"replayed\"")).isEqualTo(1);
        assertThat(rise("intake_total", "type=\"unknown\"", "outcome=\"committed\"")).isEqualTo(1);
        assertThat(rise("intake_total", "type=\"call.deleted\"", "outcome=\"noted\"")).isEqualTo(1);
        assertThat(rise("intake_total", "outcome=\"spooled\"")).isZero();
        assertThat(rise("intake_total", "outcome=\"malformed\"")).isEqualTo(1);
        assertThat(rise("intake_total", "outcome=\"missing\"")).isEqualTo(1);
    }

    @Test
    void timeCommitsAndTheLagOfMessages() {
        look();
        Vapi.send(Vapi.status(call, System.currentTimeMillis() - 2_000, "in-progress")).statusCode(200);

        assertThat(rise("commit_seconds_count")).isGreaterThanOrEqualTo(1);
        assertThat(rise("commit_seconds_bucket", "le=\"+Inf\"")).isGreaterThanOrEqualTo(1);
        assertThat(rise("commit_facts_sum")).isGreaterThanOrEqualTo(1);
        assertThat(rise("lag_seconds_sum")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void countCommitsThatAnotherReplicaOvertook() {
        Vapi.send(Vapi.status(call, t, "in-progress")).statusCode(200);
        look();
        String key = CallKeys.of(shards, call).call();
        Standing mine = Standing.read(redis.hash(String.class).hget(key, CallFields.STANDING));
        Standing theirs = new Standing(mine.epoch(), mine.version() + 1, mine.seq(), mine.lastEventAt());
        redis.hash(String.class).hset(key, CallFields.STANDING, theirs.write());
        Vapi.send(Vapi.text(call, t + 1, "user", true, "Hello.")).statusCode(200);

        assertThat(rise("conflicts_total")).isEqualTo(1);
        assertThat(rise("forgotten_total")).isZero();
        assertThat(Measures.of(management).has("spool_messages")).isTrue();
        assertThat(Measures.of(management).of("spool_messages")).isZero();
    }

    @Test
    void countLiveCalls() throws Exception {
        sweepOnce();
        double live = Measures.of(management).of("live_calls");
        Vapi.send(Vapi.status(call, System.currentTimeMillis(), "in-progress")).statusCode(200);
        sweepOnce();

        assertThat(Measures.of(management).of("live_calls")).isEqualTo(live + 1);
    }

    @Test
    void tellHowGoodTurnsAndCaptionsWere() {
        look();
        Vapi.send(Vapi.status(call, t, "in-progress")).statusCode(200);
        Vapi.send(Vapi.text(call, t + 1_000, "assistant", false, "Let me tell you about")).statusCode(200);
        // Three words shown, of which the final takes one back; said over the assistant.
        Vapi.send(Vapi.text(call, t + 1_500, "user", false, "no thank your")).statusCode(200);
        Vapi.send(Vapi.text(call, t + 1_900, "user", true, "no thank you")).statusCode(200);
        Vapi.send(speech(t + 2_200)).statusCode(200);
        Vapi.send(Vapi.text(call, t + 4_000, "user", true, "And now?")).statusCode(200);
        Vapi.send(Vapi.message(call, "speech-update", t + 4_100, "\"role\":\"assistant\",\"status\":\"stopped\""))
            .statusCode(200);
        Vapi.send(speech(t + 4_700)).statusCode(200);
        Vapi.send(Vapi.message(call, "status-update", t + 9_000,
                "\"status\":\"ended\",\"endedReason\":\"call.in-progress.error-providerfault-openai-500-server-error\""))
            .statusCode(200);

        given().auth()
            .oauth2(TestTokens.supervisor())
            .get("/calls/" + call)
            .then()
            .body("fault", equalTo("provider-fault"))
            .body("quality.turns", equalTo(2))
            .body("quality.responseMs", equalTo(500))
            .body("quality.laggyTurns", equalTo(1))
            .body("quality.finalLagMs", equalTo(400))
            .body("quality.normalisedErasure", equalTo(0.333f));
        assertThat(rise("calls_opened_total")).isEqualTo(1);
        assertThat(rise("barge_ins_total", "source=\"detected\"")).isEqualTo(1);
        // 300 ms is not laggy yet, 700 ms is.
        assertThat(rise("response_latency_seconds_count")).isEqualTo(2);
        assertThat(rise("response_latency_seconds_bucket", "le=\"0.3\"")).isEqualTo(1);
        assertThat(rise("response_latency_seconds_bucket", "le=\"1.0\"")).isEqualTo(2);
        assertThat(rise("response_laggy_total")).isEqualTo(1);
        assertThat(rise("final_lag_seconds_count")).isEqualTo(1);
        assertThat(rise("final_lag_seconds_bucket", "le=\"0.3\"")).isZero();
        assertThat(rise("final_lag_seconds_bucket", "le=\"1.0\"")).isEqualTo(1);
        assertThat(rise("normalised_erasure_percent_count")).isEqualTo(1);
        assertThat(rise("normalised_erasure_percent_bucket", "le=\"20.0\"")).isZero();
        assertThat(rise("normalised_erasure_percent_bucket", "le=\"50.0\"")).isEqualTo(1);
        assertThat(rise("calls_ended_total", "family=\"provider-fault\"")).isEqualTo(1);
    }

    @Test
    void timeToolsByTheirOutcome() {
        look();
        Vapi.send(Vapi.message(call, "tool-calls", t,
                "\"toolCallList\":[{\"id\":\"a\",\"name\":\"echo\",\"arguments\":{}},"
                        + "{\"id\":\"b\",\"name\":\"no_such_tool\",\"arguments\":{}}]"))
            .statusCode(200);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(rise("tool_seconds_count", "outcome=\"ok\"")).isEqualTo(1);
            assertThat(rise("tool_seconds_count", "outcome=\"unknown\"")).isEqualTo(1);
        });
    }

    private String speech(long at) {
        return Vapi.message(call, "speech-update", at, "\"role\":\"assistant\",\"status\":\"started\"");
    }

    private void look() {
        before = Measures.of(management);
    }

    private double rise(String name, String... labels) {
        return Measures.of(management).of(name, labels) - before.of(name, labels);
    }

    private void sweepOnce() throws Exception {
        sweep.sweep().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
