package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.CallKeys;
import dev.liveline.events.Shards;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/// Calls of which nothing is heard any more, on a clock that stands still until it is set forward.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PartnersResource.class)
class SilenceSweepTest {

    @Inject
    SilenceSweep sweep;

    @Inject
    TestClock clock;

    @Inject
    RedisDataSource redis;

    @Inject
    Shards shards;

    private final String call = UUID.randomUUID().toString();
    private final long begun = System.currentTimeMillis();

    @AfterEach
    void letTheClockRun() {
        clock.run();
    }

    @Test
    void aSilentCallIsEndedAfterHalfAnHourAndNotBefore() throws Exception {
        clock.fix(begun);
        Vapi.withSecret(Vapi.status(call, begun, "in-progress")).post("/webhook/vapi").then().statusCode(200);

        clock.fix(begun + Duration.ofMinutes(30).toMillis() - 1);
        look();
        assertThat(read().getString("status")).isEqualTo("in-progress");

        clock.fix(begun + Duration.ofMinutes(30).toMillis());
        look();
        JsonPath ended = read();
        assertThat(ended.getString("status")).isEqualTo("ended");
        assertThat(ended.getString("endedReason")).isEqualTo("expired");
        assertThat(ended.getLong("endedAt")).isEqualTo(begun + Duration.ofMinutes(30).toMillis());
        assertThat(redis.sortedSet(String.class).zscore(CallKeys.of(shards, call).live(), call)).isEmpty();
    }

    @Test
    void aWordStartsTheHalfHourAgain() throws Exception {
        clock.fix(begun);
        Vapi.withSecret(Vapi.status(call, begun, "in-progress")).post("/webhook/vapi").then().statusCode(200);
        long later = begun + Duration.ofMinutes(20).toMillis();
        clock.fix(later);
        Vapi.withSecret(Vapi.text(call, later, "user", true, "Still here.")).post("/webhook/vapi").then().statusCode(200);

        clock.fix(begun + Duration.ofMinutes(45).toMillis());
        look();
        assertThat(read().getString("status")).isEqualTo("in-progress");
    }

    @Test
    void aCallWhoseKeysExpiredUnseenLeavesTheListOfLiveOnes() throws Exception {
        String live = CallKeys.of(shards, call).live();
        redis.sortedSet(String.class).zadd(live, begun - Duration.ofDays(2).toMillis(), call);

        look();
        assertThat(redis.sortedSet(String.class).zscore(live, call)).isEmpty();
        RestAssured.given().auth().oauth2(TestTokens.supervisor()).get("/calls/" + call).then().statusCode(404);
    }

    private void look() throws Exception {
        sweep.sweep().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private JsonPath read() {
        return RestAssured.given()
            .auth()
            .oauth2(TestTokens.supervisor())
            .get("/calls/" + call)
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    }
}
