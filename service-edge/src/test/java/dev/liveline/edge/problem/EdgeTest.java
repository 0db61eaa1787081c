package dev.liveline.edge.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.access.Person;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class EdgeTest {

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
        @Path("/bug")
        public String bug() {
            throw new IllegalStateException("the caller said: my card is 4111");
        }
    }

    @Nested
    class Errors {

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
            given().get("/example").then().statusCode(405).contentType(Problem.MEDIA_TYPE).body("status", equalTo(405));
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
