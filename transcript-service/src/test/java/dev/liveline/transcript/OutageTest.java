package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.transcript.Traffic.Answers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/// Redis is killed under load and comes back empty: what a sender and a reader over HTTP see of it. The bound of the spool and the volume are
/// those of 30 s at 500 messages a second, scaled down alike; [OutageDrill] plays the whole of it.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PartnersResource.class)
class OutageTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    TestRedis redis;

    @TestHTTPResource
    URI base;

    @TestHTTPResource(management = true)
    URI management;

    @ConfigProperty(name = "liveline.spool.max-messages")
    int bound;

    @Test
    void losesNothingThatWasAcknowledgedAndRefusesWhatIsPastTheBound() {
        Traffic traffic = new Traffic(base, "outage-" + UUID.randomUUID(), 20);
        assertThat(traffic.send(120, 0).accepted()).isEqualTo(120);
        await().atMost(LONG).until(this::isReady);

        redis.stop();
        await().atMost(LONG).until(() -> traffic.send(20, 0).accepted() == 20 && depth() > 0);
        assertThat(isReady()).as("ready while the spool takes what arrives").isTrue();
        // 15,000 messages of the usual bound of 50,000.
        int volume = bound * 3 / 10;
        Answers through = traffic.send(volume, 0);
        assertThat(through.accepted()).isEqualTo(volume);
        assertThat(depth()).isGreaterThanOrEqualTo(volume);

        Answers past = traffic.send(bound, 0);
        assertThat(past.other()).isZero();
        assertThat(past.refused()).isGreaterThanOrEqualTo(volume);
        assertThat(past.accepted() + past.refused()).isEqualTo(bound);
        assertThat(depth()).isLessThanOrEqualTo(bound);
        assertThat(isReady()).as("ready while nothing is taken").isFalse();

        redis.restart();
        await().atMost(LONG).until(() -> depth() == 0 && isReady());
        assertThat(traffic.send(60, 0).accepted()).isEqualTo(60);
        Traffic.Comparison seen = traffic.compare();
        assertThat(seen).isEqualTo(new Traffic.Comparison(seen.acknowledged(), 0, 0, 0));
        assertThat(seen.acknowledged()).isGreaterThan((120 + volume) / 3);
    }

    private double depth() {
        return Measures.of(management).of("spool_messages");
    }

    private boolean isReady() {
        return RestAssured.given().get(management.resolve("/q/health/ready")).statusCode() == 200;
    }
}
