package dev.liveline.edge.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.access.Person;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.ext.web.Router;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EdgeTest {

    @Inject
    MeterRegistry metrics;

    @Path("/example")
    public static class ExampleResource {

        @Inject
        SecurityIdentity identity;

        record Order(int amount) {}

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        public String order(Order order) {
            return "ordered";
        }

        @GET
        @Path("/agents")
        @RolesAllowed("agent")
        public List<String> agents() {
            Person person = Person.of(identity);
            return List.of(person.name(), Boolean.toString(person.sees("billing")), Boolean.toString(person.sees("claims")));
        }

        @GET
        @Path("/admins")
        @RolesAllowed("admin")
        public String admins() {
            return "hello";
        }

        @GET
        @Path("/limit")
        public String limit() {
            throw Problem.tooManyRequests("All lines are taken.", 7).code("at-limit").with("limit", 10);
        }

        @GET
        @Path("/negotiated")
        @Produces({ MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN })
        public String negotiated() {
            return "1";
        }

        @GET
        @Path("/things/{id}")
        public String thing(@PathParam("id") String id) {
            return id;
        }

        @GET
        @Path("/bug")
        public String bug() {
            throw new IllegalStateException("the caller said: my card is 4111");
        }
    }

    /// Its path begins with another's.
    @Path("/example/orders")
    public static class OrdersResource {

        @DELETE
        @Path("/{id}")
        public void cancel(@PathParam("id") String id) {}
    }

    void plain(@Observes Router router) {
        router.get("/plain").handler(context -> context.response().end());
        router.route("/plain").handler(WrongMethods.takenOnly("GET"));
    }

    @Nested
    class AMethodThatAPathDoesNotTake {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                GET    | /example              | OPTIONS, POST
                PUT    | /example/             | OPTIONS, POST
                DELETE | /example/things/1     | GET, HEAD, OPTIONS
                DELETE | /example/things/a%20b | GET, HEAD, OPTIONS
                POST   | /example/orders/1     | DELETE, OPTIONS
                PATCH  | /example/orders/1     | DELETE, OPTIONS
                PUT    | /plain                | GET
                """)
        void isToldWhichItDoes(String method, String path, String allowed) {
            given().urlEncodingEnabled(false)
                .request(method, path)
                .then()
                .statusCode(405)
                .contentType(Problem.MEDIA_TYPE)
                .header("Allow", equalTo(allowed))
                .body("status", equalTo(405));
        }

        @Test
        void isNotToldOfAPathThatIsNotThere() {
            given().post("/example/orders").then().statusCode(404).header("Allow", nullValue());
        }
    }

    @Nested
    class AQuestionForAPathsMethods {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                /example              | OPTIONS, POST
                /example/things/1     | GET, HEAD, OPTIONS
                /example/orders/1     | DELETE, OPTIONS
                """)
        void isAnsweredWithThoseThatA405Names(String path, String allowed) {
            given().options(path).then().statusCode(200).header("Allow", equalTo(allowed));
        }
    }

    @Nested
    class MetricsOfRequests {

        @Test
        void haveNoLabelThatASenderMakes() {
            given().get("/example/things/1").then().statusCode(200);
            given().delete("/example/things/cardinal-1").then().statusCode(405);
            given().get("/example/nowhere/cardinal-2").then().statusCode(404);
            await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(uris()).contains("/example/things/{id}", "other"));
            assertThat(uris()).noneMatch(uri -> uri.contains("cardinal"));
        }

        private List<String> uris() {
            return metrics.find("http.server.requests").meters().stream().map(meter -> meter.getId().getTag("uri")).toList();
        }
    }

    @Nested
    class Errors {

        @Test
        void areToldOfAMalformedAcceptHeader() {
            given().header("Accept", "garbage")
                .get("/example/negotiated")
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE);
        }

        @Test
        void areProblemsForAnAnnouncedBodyAboveTheLimitToo() throws IOException {
            try (Socket client = new Socket("localhost", RestAssured.port)) {
                client.setSoTimeout(20_000);
                client.getOutputStream()
                    .write("""
                            POST /example HTTP/1.1\r
                            Host: localhost\r
                            Content-Type: application/json\r
                            Content-Length: 99999999\r
                            \r
                            """.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 413 ").contains(Problem.MEDIA_TYPE).contains("\"status\":413");
            }
        }

        @Test
        void areProblemsWithTheirMembersAndHeaders() {
            given().get("/example/limit")
                .then()
                .statusCode(429)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", "7")
                .body("type", equalTo("urn:liveline:problem:at-limit"))
                .body("title", equalTo("Too Many Requests"))
                .body("status", equalTo(429))
                .body("detail", equalTo("All lines are taken."))
                .body("limit", equalTo(10));
        }

        @Test
        void ofTheHttpLayerAreProblems() {
            given().contentType("text/plain").body("x").post("/example").then().statusCode(415).contentType(Problem.MEDIA_TYPE);
            given().get("/example/nothing").then().statusCode(404).contentType(Problem.MEDIA_TYPE);
        }

        @ParameterizedTest
        @ValueSource(strings = { "{\"amount\": secret-word}", "{\"amount\": \"secret-word\"}", "[", "secret-word" })
        void ofMalformedBodiesDoNotRepeatThem(String body) {
            given().contentType("application/json")
                .body(body)
                .post("/example")
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body(not(containsString("secret-word")));
        }

        @Test
        void ofOurOwnKeepTheirReasonToTheLog() {
            given().get("/example/bug")
                .then()
                .statusCode(500)
                .contentType(Problem.MEDIA_TYPE)
                .body(not(containsString("4111")));
        }
    }

    @Nested
    class Tokens {

        @Test
        void areNeededWhereARoleIs() {
            given().get("/example/agents").then().statusCode(401).contentType(Problem.MEDIA_TYPE);
            given().auth().oauth2("garbage").get("/example/agents").then().statusCode(401).contentType(Problem.MEDIA_TYPE);
        }

        @Test
        void areNeededFromSomebody() {
            Instant now = Instant.now();
            for (String odd : List.of(TestTokens.odd(null, now), TestTokens.odd(" ", now),
                    TestTokens.odd("ada", now.plusSeconds(7200)))) {
                given().auth().oauth2(odd).get("/example/agents").then().statusCode(401).contentType(Problem.MEDIA_TYPE);
            }
            given().auth().oauth2(TestTokens.odd("ada", now)).get("/example/agents").then().statusCode(200);
        }

        @Test
        void ofHigherRolesOpenLowerDoors() {
            for (String token : List.of(TestTokens.agent("billing"), TestTokens.supervisor(), TestTokens.admin())) {
                given().auth().oauth2(token).get("/example/agents").then().statusCode(200);
            }
            given().auth().oauth2(TestTokens.admin()).get("/example/admins").then().statusCode(200);
            given().auth()
                .oauth2(TestTokens.supervisor())
                .get("/example/admins")
                .then()
                .statusCode(403)
                .contentType(Problem.MEDIA_TYPE);
        }

        @Test
        void nameTheTeamsAnAgentSees() {
            given().auth()
                .oauth2(TestTokens.agent("billing"))
                .get("/example/agents")
                .then()
                .body("[0]", equalTo("ann"))
                .body("[1]", equalTo("true"))
                .body("[2]", equalTo("false"));
        }

        @Test
        void thatExpiredOpenNothing() {
            String expired = TestTokens.token("ann", Set.of("agent"), Set.of(), Duration.ofMinutes(-5));
            given().auth().oauth2(expired).get("/example/agents").then().statusCode(401);
        }

        @Test
        void areNotLookedAtWhereNoneIsNeeded() {
            given().auth().oauth2("a-webhook-secret").get("/example/limit").then().statusCode(429);
        }
    }
}
