package dev.liveline.admin.vapi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import io.restassured.specification.RequestSpecification;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;

/// What Vapi does on bad days.
@AdminTest
class VapiOdditiesTest {

    private static final String ID = "55555555-5555-4555-8555-555555555555";

    @Inject
    CircuitBreakerMaintenance breakers;

    private WireMockServer vapi;

    @BeforeEach
    void somethingIsThere() {
        vapi = new WireMockServer(options().port(VapiPort.port()));
        vapi.start();
    }

    @AfterEach
    void nothingIsThere() {
        vapi.stop();
        breakers.resetAll();
    }

    @Nested
    class AFailure {

        @Test
        void ofAReadIsTriedAgain() {
            vapi.stubFor(get(anyUrl()).inScenario("s")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(502)
                    .withHeader("Content-Type", "text/html")
                    .withBody("<html>Bad Gateway</html>"))
                .willSetStateTo("up"));
            vapi.stubFor(get(anyUrl()).inScenario("s").whenScenarioStateIs("up").willReturn(okJson("{\"id\":\"" + ID + "\"}")));

            admin().get("/assistants/" + ID).then().statusCode(200);
            vapi.verify(2, getRequestedFor(anyUrl()));
        }

        @Test
        void ofAWriteIsNotAndIsToldWithoutVapisHtml() {
            vapi.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(502)
                .withHeader("Content-Type", "text/html")
                .withBody("<html>Bad Gateway</html>")));

            admin().body("{\"name\":\"a\"}")
                .post("/assistants")
                .then()
                .statusCode(502)
                .contentType("application/problem+json")
                .body("detail", containsString("not known"))
                .body(not(containsString("<html>")));
            vapi.verify(1, postRequestedFor(anyUrl()));
        }

        @Test
        void thatGoesOnOpensTheCircuit() {
            vapi.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
            for (int i = 0; i < 20; i++) {
                admin().body("{\"name\":\"a\"}").post("/assistants").then().statusCode(502);
            }

            admin().get("/assistants/" + ID).then().statusCode(503).header("Retry-After", "5");
            vapi.verify(0, getRequestedFor(anyUrl()));
        }

        @Test
        void ofTheConnectionIsAGatewayTimeout() {
            vapi.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

            admin().delete("/assistants/" + ID).then().statusCode(504).contentType("application/problem+json");
        }
    }

    @Nested
    class ARateLimit {

        @Test
        void isWaitedForAlsoByWrites() {
            vapi.stubFor(post(anyUrl()).inScenario("s")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                .willSetStateTo("free"));
            vapi.stubFor(
                    post(anyUrl()).inScenario("s").whenScenarioStateIs("free").willReturn(okJson("{\"id\":\"" + ID + "\"}")));

            admin().body("{\"name\":\"a\"}").post("/assistants").then().statusCode(201);
            vapi.verify(2, postRequestedFor(anyUrl()));
        }

        @Test
        void longerThanOurPatienceIsPassedOn() {
            vapi.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7")));

            admin().get("/phone-numbers/" + ID)
                .then()
                .statusCode(429)
                .header("Retry-After", "7")
                .contentType("application/problem+json");

            // The pause holds for everybody, and then it is over.
            admin().get("/assistants/" + ID).then().statusCode(429);
            thePauseEnds();
        }

        /// Each of hundreds would wait for its own patience.
        @Test
        void endsAnApplyWithoutTryingTheRestOfItsStage() {
            vapi.stubFor(get(anyUrl()).willReturn(okJson("[]")));
            vapi.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7")));
            StringBuilder document = new StringBuilder("{\"assistants\":[{\"name\":\"a\"}");
            for (int i = 0; i < 40; i++) {
                document.append(",{\"name\":\"a").append(i).append("\"}");
            }

            admin().body(document.append("]}").toString())
                .post("/assistants/apply")
                .then()
                .statusCode(429)
                .header("Retry-After", not(equalTo("0")))
                .body("changes.outcome", hasItem("failed"))
                .body("changes.outcome", hasItem("not-tried"))
                .body("changes.outcome", not(hasItem("done")));
            thePauseEnds();
        }

        private void thePauseEnds() {
            vapi.resetAll();
            vapi.stubFor(any(anyUrl()).willReturn(okJson("{\"id\":\"" + ID + "\"}")));
            await().atMost(Duration.ofSeconds(60)).until(() -> admin().get("/assistants/" + ID).statusCode() == 200);
        }
    }

    @Nested
    class AnAnswer {

        @Test
        void thatIsNoJsonIsABadGateway() {
            vapi.stubFor(any(anyUrl()).willReturn(ok("<html>hello</html>")));

            admin().get("/assistants/" + ID).then().statusCode(502);
            admin().get("/assistants").then().statusCode(502);
        }

        @Test
        void thatRefusesOurKeyIsNotTheCallersFault() {
            vapi.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)
                .withBody("{\"message\":\"Invalid Key " + RedisResource.VAPI_API_KEY
                        + "\",\"statusCode\":401}")));

            admin().get("/assistants/" + ID)
                .then()
                .statusCode(502)
                .body("type", equalTo("urn:liveline:problem:vapi-key"))
                .body(not(containsString(RedisResource.VAPI_API_KEY)));
        }

        @Test
        void thatQuotesASecretWeSentHasItBlottedOut() {
            vapi.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(400)
                .withBody(
                        "{\"message\":[\"twilioAuthToken tok_secret_123 is wrong\"],\"error\":\"Bad Request\",\"statusCode\":400}")));

            admin().body(
                    "{\"provider\":\"twilio\",\"number\":\"+15550100999\",\"twilioAccountSid\":\"AC9\",\"twilioAuthToken\":\"tok_secret_123\"}")
                .post("/phone-numbers")
                .then()
                .statusCode(400)
                .body("errors", hasItem("twilioAuthToken [secret] is wrong"))
                .body(not(containsString("tok_secret_123")));
        }

        @Test
        void thatWasLostIsFoundAgainByTheIdempotencyKey() {
            String key = UUID.randomUUID().toString();
            vapi.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
            vapi.stubFor(
                    get(anyUrl()).willReturn(okJson("[{\"id\":\"" + ID + "\",\"name\":\"lost\",\"number\":\"+15550100999\","
                            + "\"provider\":\"vapi\",\"assistantId\":\"" + ID + "\"}]")));
            String body = "{\"provider\":\"vapi\",\"name\":\"lost\",\"assistantId\":\"" + ID + "\"}";

            admin().header("Idempotency-Key", key).body(body).post("/phone-numbers").then().statusCode(504);
            admin().header("Idempotency-Key", key)
                .body(body)
                .post("/phone-numbers")
                .then()
                .statusCode(201)
                .body("id", equalTo(ID));
            vapi.verify(1, postRequestedFor(anyUrl()));
        }

        @Test
        void thatWasLostIsMadeOnceByManyThatTryAgainAtOnce() throws Exception {
            String key = UUID.randomUUID().toString();
            String body = "{\"provider\":\"vapi\",\"name\":\"lost\",\"assistantId\":\"" + ID + "\"}";
            vapi.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
            admin().header("Idempotency-Key", key).body(body).post("/phone-numbers").then().statusCode(504);

            vapi.stubFor(get(anyUrl()).willReturn(okJson("[]").withFixedDelay(300)));
            vapi.stubFor(post(anyUrl()).willReturn(okJson("{\"id\":\"" + ID + "\",\"name\":\"lost\"}").withStatus(201)));
            List<Future<Integer>> tries = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 6; i++) {
                    tries.add(threads.submit(
                            () -> admin().header("Idempotency-Key", key).body(body).post("/phone-numbers").statusCode()));
                }
            }
            for (Future<Integer> each : tries) {
                assertThat(each.get()).isIn(201, 409);
            }
            vapi.verify(2, postRequestedFor(anyUrl()));
        }
    }

    @Test
    void idsThatAreNoneNeverReachVapi() {
        admin().get("/assistants/..%2Fphone-number").then().statusCode(404);
        admin().get("/assistants/a%3Fb").then().statusCode(404);
        vapi.verify(0, getRequestedFor(anyUrl()));
    }

    private static RequestSpecification admin() {
        return given().urlEncodingEnabled(false).auth().oauth2(TestTokens.admin()).contentType("application/json");
    }
}
