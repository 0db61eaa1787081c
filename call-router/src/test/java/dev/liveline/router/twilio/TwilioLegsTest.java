package dev.liveline.router.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.twilio.TwilioLegs.LegState;
import dev.liveline.router.twilio.TwilioLegs.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

class TwilioLegsTest {

    private static final String CALL = "CA00000000000000000000000000000001";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private HttpServer twilio;
    private int status = 200;
    private String body = "{\"sid\":\"" + CALL + "\",\"status\":\"in-progress\"}";
    private boolean answers = true;
    private boolean stalls;
    private TwilioLegs legs;

    @BeforeEach
    void aTwilio() {
        twilio = vertx.createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
        legs = new TwilioLegs(new TwilioRest(
                config(Map.of("liveline.twilio.account-sid", "AC1", "liveline.twilio.auth-token", "first,second",
                        "liveline.twilio.api-base-url", "http://127.0.0.1:" + twilio.actualPort() + "/",
                        "liveline.twilio.timeout",
                        "2s")),
                new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Nested
    class ARequest {

        @Test
        void carriesTheTwimlAndSignsInWithTheFirstToken() {
            assertThat(legs.move(CALL, "<Response/>")).isEqualTo(new Reply.Done(CALL));
            assertThat(received).containsExactly(
                    "POST /2010-04-01/Accounts/AC1/Calls/" + CALL + ".json Basic QUMxOmZpcnN0 Twiml=%3CResponse%2F%3E");
        }

        @Test
        void asksForAllStatusEvents() {
            legs.ring("+15550001000", "+15550300001", "https://edge.test/twilio/agent?a=b", "https://edge.test/s",
                    Duration.ofSeconds(25));
            assertThat(received).singleElement()
                .asString()
                .contains("To=%2B15550300001", "From=%2B15550001000", "Timeout=25", "StatusCallbackEvent=initiated&",
                        "StatusCallbackEvent=completed",
                        "Url=https%3A%2F%2Fedge.test%2Ftwilio%2Fagent%3Fa%3Db");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                400 | {"code":21220,"message":"Call is not in-progress","status":400} | Gone[]
                404 | {"code":20404,"message":"not found","status":404}               | Gone[]
                400 | {"code":21205,"message":"Url is required","status":400}         | Refused[status=400, code=21205]
                401 | {"code":20003,"message":"Authenticate","status":401}            | Refused[status=401, code=20003]
                429 | {"code":20429,"message":"Too Many Requests","status":429}       | Throttled[]
                503 | {"code":20503,"message":"Unavailable","status":503}             | Unknown[why=Twilio answered 503]
                502 | <html>Bad Gateway</html>                                       | Unknown[why=Twilio gave no usable answer]
                200 | <html>Welcome</html>                                           | Unknown[why=Twilio gave no usable answer]
                """)
        void isSentOnceWhateverComesBack(int answered, String content, String reply) {
            status = answered;
            body = content;

            assertThat(legs.hangUp(CALL)).hasToString(reply);
            assertThat(received).hasSize(1);
        }

        @Test
        void isGivenUpInTimeAndNotRepeated() {
            answers = false;
            assertThat(legs.hangUp(CALL)).isInstanceOf(Reply.Unknown.class);
            assertThat(received).hasSize(1);
        }

        @Test
        @Timeout(30)
        void isGivenUpInTimeIfTheAnswerStopsHalfWay() {
            stalls = true;
            assertThat(legs.hangUp(CALL)).isInstanceOf(Reply.Unknown.class);
            assertThat(legs.state(CALL)).isEqualTo(LegState.NO_ANSWER);
        }
    }

    @ParameterizedTest
    @CsvSource({ "in-progress, LIVE", "queued, LIVE", "ringing, LIVE", "teleported, LIVE", "completed, OVER", "busy, OVER",
            "no-answer, OVER",
            "failed, OVER", "canceled, OVER" })
    void aLegsStateIsReadFromItsStatus(String word, LegState state) {
        body = "{\"sid\":\"" + CALL + "\",\"status\":\"" + word + "\"}";
        assertThat(legs.state(CALL)).isEqualTo(state);
    }

    @Test
    void aLegThatTwilioDoesNotKnowIsOverAndOneItDoesNotTellOfIsNot() {
        status = 404;
        body = "{\"code\":20404,\"status\":404}";
        assertThat(legs.state(CALL)).isEqualTo(LegState.OVER);
        status = 500;
        body = "{\"code\":20500,\"status\":500}";
        assertThat(legs.state(CALL)).isEqualTo(LegState.NO_ANSWER);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(form -> {
            received.add(request.method() + " " + request.path() + " " + request.getHeader("Authorization") + " " + form);
            if (stalls) {
                request.response().setChunked(true).setStatusCode(status).write(body.substring(0, 5));
            } else if (answers) {
                request.response().setStatusCode(status).end(body);
            }
        });
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
