package dev.liveline.router.vapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.router.RouterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

class VapiCallsTest {

    private static final int CHUNK = 64 * 1024;
    private static final int MORE_THAN_IS_READ = 64;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer vapi;
    private VapiCalls calls;
    private volatile boolean hungUpOn;

    @BeforeEach
    void aVapiThatNeverStopsTalking() {
        vapi = vertx.createHttpServer()
            .requestHandler(this::talk)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
        calls = new VapiCalls(vertx, config(Map.of("VAPI_BASE_URL", "http://127.0.0.1:" + vapi.actualPort(),
                "liveline.vapi.timeout", "60s", "liveline.vapi.answer-budget", "60s")), new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Nested
    class AnAnswerThatIsTooLongAndDoesNotSayHowLong {

        @Test
        void isNotReadToTheEnd() {
            assertThat(on(calls.state("call-1"))).isEqualTo(VapiCalls.CallState.NO_ANSWER);
            await().atMost(Duration.ofSeconds(20)).until(() -> hungUpOn);
        }

        @Test
        void isNoCall() {
            assertThat(on(calls.place(new CallRequest.Outbound("a-1", "pn-1", "+15550001000"), _ -> {
            }))).isEqualTo(new Placement.NotPlaced(Placement.Cause.UNREADABLE, 0));
        }

        @Test
        void isNoAnswerOfAControlUrl() {
            Future<Integer> answered = calls.control(URI.create("http://127.0.0.1:" + vapi.actualPort() + "/control"), "{}");

            await().atMost(Duration.ofSeconds(20)).until(answered::failed);
        }
    }

    private void talk(HttpServerRequest request) {
        request.connection().closeHandler(_ -> hungUpOn = true);
        request.response().setChunked(true);
        for (int i = 0; i < MORE_THAN_IS_READ; i++) {
            request.response().write(Buffer.buffer(" ".repeat(CHUNK)));
        }
    }

    private static <T> T on(Future<T> future) {
        await().atMost(Duration.ofSeconds(20)).until(future::isComplete);
        return future.result();
    }

    private static RouterConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(properties, "test", 1))
            .withMapping(RouterConfig.class)
            .build()
            .getConfigMapping(RouterConfig.class);
    }
}
