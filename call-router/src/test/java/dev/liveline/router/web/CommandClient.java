package dev.liveline.router.web;

import static io.restassured.RestAssured.given;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.restassured.response.ValidatableResponse;

/// Commands a call over REST, as the console does.
final class CommandClient {

    private CommandClient() {}

    static ValidatableResponse command(String callId, String token, String body) {
        return command(callId, token, body, null);
    }

    /// @param key `Idempotency-Key`
    static ValidatableResponse command(String callId, String token, String body, @Nullable String key) {
        return given().auth()
            .oauth2(token)
            .headers(key == null ? Map.of() : Map.of("Idempotency-Key", key))
            .contentType("application/json")
            .body(body)
            .post("/routing/calls/" + callId + "/commands")
            .then();
    }
}
