package dev.liveline.transcript;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.redis.TestRedis;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/// A service that is started before its Redis.
@QuarkusTest
@TestProfile(AbsentRedisTest.Alone.class)
class AbsentRedisTest {

    /// No other stand-ins than this Redis.
    public static final class Alone implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(AbsentRedis.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /// What [RedisResource] gives, but Redis is away when the service starts.
    public static final class AbsentRedis extends RedisResource {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            redis().stop();
            return settings;
        }
    }

    TestRedis redis;

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void isUnreadyTakesMessagesAndBecomesReadyWithIt() {
        URI ready = management.resolve("/q/health/ready");
        String call = UUID.randomUUID().toString();
        given().get(ready)
            .then()
            .statusCode(503)
            .body("checks.findAll { it.status == 'DOWN' }.name", hasItems("messages are taken", "the routing stream is read"))
            // It waits ten seconds for a Redis that is frozen: a probe then gets no answer at all.
            .body("checks.name", not(hasItem("Redis connection health check")));
        Vapi.send(Vapi.text(call, System.currentTimeMillis(), "user", true, "Is anybody there?")).statusCode(200);
        given().auth()
            .oauth2(TestTokens.supervisor())
            .get("/calls/" + call)
            .then()
            .statusCode(503)
            .contentType("application/problem+json")
            .header("Retry-After", notNullValue());

        redis.restart();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> given().get(ready).then().statusCode(200));
        await().atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> given().auth()
                .oauth2(TestTokens.supervisor())
                .get("/calls/" + call + "/transcript")
                .then()
                .statusCode(200)
                .body("captions.text", equalTo(List.of("Is anybody there?"))));
        given().get(ready)
            .then()
            .body("checks.findAll { it.status == 'UP' }.name", hasItem("the routing stream is read"));
    }
}
