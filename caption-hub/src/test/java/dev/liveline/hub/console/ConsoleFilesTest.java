package dev.liveline.hub.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/// How the console's files are served; no browser is needed.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConsoleFilesTest {

    @ParameterizedTest
    @ValueSource(strings = { "/console/", "/console/index.html", "/console/main.js", "/console/live-captions.js",
            "/console/console.css",
            "/console/lit/lit-html/lit-html.js", "/console/lit/lit-element/lit-element.js",
            "/console/lit/reactive-element/reactive-element.js" })
    void areRevalidatedAndGuarded(String path) {
        given().get(path)
            .then()
            .statusCode(200)
            .header("Cache-Control", equalTo("no-cache"))
            .header("X-Content-Type-Options", "nosniff")
            .header("Access-Control-Allow-Origin", "*")
            .header("Content-Security-Policy",
                    allOf(containsString("default-src 'none'"), containsString("frame-ancestors 'none'"),
                            not(containsString("unsafe"))));
    }

    @Test
    void litNamesItsPartsByRelativePaths() {
        given().get("/console/lit/lit-element/lit-element.js")
            .then()
            .body(containsString("from\"../lit-html/lit-html.js\""), not(containsString("from\"lit-html\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/console" })
    void areFoundFromTheRoot(String path) {
        given().redirects().follow(false).get(path).then().statusCode(302).header("Location", endsWith("/console/"));
    }
}
