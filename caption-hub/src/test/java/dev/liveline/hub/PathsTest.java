package dev.liveline.hub;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;

/// What lies beside the captions: the way to the console, and paths that are none.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class PathsTest {

    @TestHTTPResource(management = true)
    URI management;

    @ParameterizedTest
    @ValueSource(strings = { "/", "/console" })
    void leadToTheConsole(String path) {
        given().redirects().follow(false).get(path).then().statusCode(302).header("Location", endsWith("/console/"));
    }

    @Test
    void theConsoleIsServedFromItsFolder() {
        given().get("/console/").then().statusCode(200).body(containsString("<!doctype html>"));
    }

    /// The client's own check waits ten seconds for a Redis that is frozen: a probe then gets no answer at all.
    @Test
    void readinessAsksTheFeedAndNoConnection() {
        given().get(management.resolve("/q/health/ready"))
            .then()
            .body("checks.name", hasItem("caption feed"))
            .body("checks.name", not(hasItem("Redis connection health check")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/nothing", "/captions/a/b", "/captions/a/events/b", "/tickets/x" })
    void areNothing(String path) {
        given().get(path).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/captions", "/captions/x", "/captions/lobby", "/captions/x/events" })
    void areReadOnly(String path) {
        for (Method method : new Method[]{ Method.POST, Method.PUT, Method.PATCH, Method.DELETE, Method.HEAD,
                Method.OPTIONS }) {
            given().body("{}")
                .request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", "GET")
                .contentType("application/problem+json");
        }
    }
}
