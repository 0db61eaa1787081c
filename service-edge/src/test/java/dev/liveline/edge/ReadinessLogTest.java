package dev.liveline.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ReadinessLogTest {

    @Readiness
    @Singleton
    public static class Delivery implements HealthCheck {

        private volatile boolean proven = true;

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("delivery").status(proven).withData("who", "a caller").build();
        }
    }

    @Inject
    @Readiness
    Delivery delivery;

    @TestHTTPResource(management = true)
    URI management;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler ear = new Handler() {

        @Override
        public void publish(LogRecord line) {
            if (line.getLoggerName().equals(ReadinessLog.class.getName())
                    || line.getLoggerName().startsWith("io.smallrye.health")) {
                lines.add(line.getMessage().formatted(line.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(ear);
    }

    @AfterEach
    void leave() {
        Logger.getLogger("").removeHandler(ear);
    }

    @Test
    void hasOneLineAChangeHoweverOftenAProbeAsks() {
        probe(200);
        delivery.proven = false;
        probe(503);
        probe(503);
        probe(503);
        delivery.proven = true;
        probe(200);
        probe(200);
        delivery.proven = false;
        probe(503);
        delivery.proven = true;
        probe(200);

        assertThat(lines).containsExactly("not ready: delivery", "ready", "not ready: delivery", "ready");
    }

    private void probe(int status) {
        given().get(management.resolve("/q/health/ready")).then().statusCode(status);
    }
}
